package io.github.rieszflow.directions;

/** A set of points on the sphere that is good as it stands: to be turned by a random rotation at each use. */
interface SphereSet {
    /** The largest number of points that can be found in reasonable time. */
    int most(int dimension);

    /** Unit vectors, one after the other; of ±ξ one is given. Always the same for the same arguments. */
    double[] points(int dimension, int count);
}
