/** Points, weighted measures, seeded samplers and shapes. Imports nothing but the JDK. */
@NullMarked
package io.github.rieszflow.measure;

import org.jspecify.annotations.NullMarked;
