/** Directions, the slicing constant, the one-dimensional solvers and the engines that run them. */
@NullMarked
package io.github.rieszflow.slicing;

import org.jspecify.annotations.NullMarked;
