/** A problem on lines and the engines that solve it: line solvers, ties, descents, the engine on the processor. */
@NullMarked
package io.github.rieszflow.slicing;

import org.jspecify.annotations.NullMarked;
