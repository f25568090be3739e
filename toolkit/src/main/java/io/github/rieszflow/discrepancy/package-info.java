/** Maximum mean discrepancies with Riesz kernels, exact and sliced, and what they can be compared with. */
@NullMarked
package io.github.rieszflow.discrepancy;

import org.jspecify.annotations.NullMarked;
