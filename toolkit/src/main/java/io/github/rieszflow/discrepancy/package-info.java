/**
 * Maximum mean discrepancies: with Riesz kernels exact and sliced, with any other radial kernel exact; and tests made of
 * them.
 */
@NullMarked
package io.github.rieszflow.discrepancy;

import org.jspecify.annotations.NullMarked;
