/** Letters and digits as pen strokes, for measures to sample and for pictures to draw. Imports nothing but the JDK. */
@NullMarked
package io.github.rieszflow.glyph;

import org.jspecify.annotations.NullMarked;
