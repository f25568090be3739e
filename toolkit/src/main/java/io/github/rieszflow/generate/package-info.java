/** Generative models: the network chain of sliced MMD flows, from noise to images. */
@NullMarked
package io.github.rieszflow.generate;

import org.jspecify.annotations.NullMarked;
