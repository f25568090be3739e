/** Sets of images: read from the files of well-known sets or drawn by the toolkit. Knows measures, glyphs and pictures. */
@NullMarked
package io.github.rieszflow.images;

import org.jspecify.annotations.NullMarked;
