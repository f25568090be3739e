/**
 * Engines that compute elsewhere than on the processor. An engine opens descents; see {@link
 * io.github.rieszflow.slicing.Engine} for what it promises.
 */
@NullMarked
package io.github.rieszflow.device;

import org.jspecify.annotations.NullMarked;
