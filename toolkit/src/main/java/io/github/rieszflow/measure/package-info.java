/**
 * Points, weighted measures, seeded samplers and shapes, and their CSV files. Imports nothing but the JDK and knows
 * only the pen strokes of the glyphs.
 */
@NullMarked
package io.github.rieszflow.measure;

import org.jspecify.annotations.NullMarked;
