/**
 * Time steps of Wasserstein gradient flows, by particles, and by networks as transport plans and as velocity plans; the
 * functionals they descend.
 */
@NullMarked
package io.github.rieszflow.scheme;

import org.jspecify.annotations.NullMarked;
