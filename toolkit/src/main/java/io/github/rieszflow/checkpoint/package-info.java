/** What a long computation keeps on disk: one folder, written as a whole or not at all, with checksums; tensors as safetensors. */
@NullMarked
package io.github.rieszflow.checkpoint;

import org.jspecify.annotations.NullMarked;
