@NullMarked
package io.github.rieszflow.kernel;

import org.jspecify.annotations.NullMarked;
