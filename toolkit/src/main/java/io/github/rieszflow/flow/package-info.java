/** A flow, its state, its trajectory; closed-form flows to compare with. */
@NullMarked
package io.github.rieszflow.flow;

import org.jspecify.annotations.NullMarked;
