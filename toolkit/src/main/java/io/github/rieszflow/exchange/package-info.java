/**
 * Points to and from the tables of Tablesaw, the matrices of EJML and the tensors of DJL. Knows measures and those three
 * libraries only.
 */
@NullMarked
package io.github.rieszflow.exchange;

import org.jspecify.annotations.NullMarked;
