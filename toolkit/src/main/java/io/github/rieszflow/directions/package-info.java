/** Rules that draw directions on the unit sphere, and the constant that slicing needs. */
@NullMarked
package io.github.rieszflow.directions;

import org.jspecify.annotations.NullMarked;
