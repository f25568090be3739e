/** The Java kernel for Jupyter, its installer, and the runner that executes notebooks through it. */
@NullMarked
package io.github.rieszflow.kernel;

import org.jspecify.annotations.NullMarked;
