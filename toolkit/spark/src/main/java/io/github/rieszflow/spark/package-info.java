/** The sliced energy distance of Spark tables. */
@NullMarked
package io.github.rieszflow.spark;

import org.jspecify.annotations.NullMarked;
