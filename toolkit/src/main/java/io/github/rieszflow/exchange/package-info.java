/** Points to and from the tables of Tablesaw and the matrices of EJML. Knows measures and those two libraries only. */
@NullMarked
package io.github.rieszflow.exchange;

import org.jspecify.annotations.NullMarked;
