/**
 * Plumbing that the other rooms share: checks of arguments and memory, whole files, fingerprints, the team of threads. Public
 * to them, not part of what the toolkit offers.
 */
@NullMarked
package io.github.rieszflow.internal;

import org.jspecify.annotations.NullMarked;
