/**
 * The glue to notebooks: finds the kernel that runs this code and hands it pictures, tables and progress; help for the
 * reader. The only package that knows a kernel.
 */
@NullMarked
package io.github.rieszflow.notebook;

import org.jspecify.annotations.NullMarked;
