/** Points to and from files and tables: CSV, NumPy, the tables of Tablesaw, the matrices of EJML. */
@NullMarked
package io.github.rieszflow.exchange;

import org.jspecify.annotations.NullMarked;
