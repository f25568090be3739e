/**
 * What an implementation of one of the open interfaces must do, as checks that anyone can run on theirs: problems drawn
 * together with their closed-form answers. Needs no test framework.
 */
@NullMarked
package io.github.rieszflow.conformance;

import org.jspecify.annotations.NullMarked;
