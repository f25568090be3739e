/**
 * Diffusion MMD: kernels that know how much noise there is, learned from noisy and clean data, and flows along their witness
 * functions from noise to data. Riesz diffusion: networks that draw clean data given noisy ones, trained by energy scores.
 */
@NullMarked
package io.github.rieszflow.diffusion;

import org.jspecify.annotations.NullMarked;
