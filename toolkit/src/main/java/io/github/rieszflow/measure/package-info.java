/**
 * Points, weighted measures, seeded samplers and shapes, a number with its error. Knows the pen strokes of the glyphs and says
 * what it looks like.
 */
@NullMarked
package io.github.rieszflow.measure;

import org.jspecify.annotations.NullMarked;
