package io.github.rieszflow.discrepancy;

import java.util.function.DoubleUnaryOperator;

/** A kernel from functions. Kernels of the same name need not be equal: the functions have to be. */
record NamedKernel(String name, DoubleUnaryOperator f, DoubleUnaryOperator slope) implements RadialKernel {
    @Override
    public double value(double distance) {
        return f.applyAsDouble(distance);
    }

    @Override
    public double derivative(double distance) {
        return slope.applyAsDouble(distance);
    }

    @Override
    public String toString() {
        return name;
    }
}
