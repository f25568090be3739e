/** Networks: what they compute, their weights, the one training loop. Runs on PyTorch through DJL; no other room knows either. */
@NullMarked
package io.github.rieszflow.network;

import org.jspecify.annotations.NullMarked;
