/**
 * Pictures from numbers: clouds, curves, image grids, animations, tables; and the small interface by which a result
 * says what it looks like. Knows no mathematics and no kernel.
 */
@NullMarked
package io.github.rieszflow.picture;

import org.jspecify.annotations.NullMarked;
