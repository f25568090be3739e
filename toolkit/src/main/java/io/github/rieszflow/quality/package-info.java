/** How good generated images are, each measure with its error and the number of images it comes from. */
@NullMarked
package io.github.rieszflow.quality;

import org.jspecify.annotations.NullMarked;
