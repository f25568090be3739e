/** Sets of images: read from IDX files or drawn by the toolkit. Knows measures and glyphs, nothing of how they are shown. */
@NullMarked
package io.github.rieszflow.images;

import org.jspecify.annotations.NullMarked;
