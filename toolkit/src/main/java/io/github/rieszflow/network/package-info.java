/** Networks: what they compute, their weights, the one training loop, checkpoints. Runs on PyTorch through DJL. */
@NullMarked
package io.github.rieszflow.network;

import org.jspecify.annotations.NullMarked;
