/** Wasserstein distances and transport plans, and the bounds between them and maximum mean discrepancies. */
@NullMarked
package io.github.rieszflow.transport;

import org.jspecify.annotations.NullMarked;
