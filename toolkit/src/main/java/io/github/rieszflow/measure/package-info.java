/**
 * Points, weighted measures, seeded samplers and shapes, and their CSV and NumPy files. Imports nothing but the JDK,
 * knows the pen strokes of the glyphs, and says what it looks like.
 */
@NullMarked
package io.github.rieszflow.measure;

import org.jspecify.annotations.NullMarked;
