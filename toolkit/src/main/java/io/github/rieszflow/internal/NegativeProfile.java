package io.github.rieszflow.internal;

import java.util.function.DoubleUnaryOperator;

/** φ = −f for a function f of the user, so each number is checked. */
record NegativeProfile(DoubleUnaryOperator value, DoubleUnaryOperator derivative, String name) implements Profile {
    @Override
    public void values(double[] squares, int count) {
        for (int l = 0; l < count; l++) {
            double distance = Math.sqrt(squares[l]);
            squares[l] = -finite(value.applyAsDouble(distance), "", distance);
        }
    }

    @Override
    public void slopes(double[] squares, int count) {
        for (int l = 0; l < count; l++) {
            double s = squares[l];
            if (s > 0) {
                double distance = Math.sqrt(s);
                squares[l] = -finite(derivative.applyAsDouble(distance), "the derivative of ", distance) / distance;
            } else {
                squares[l] = 0;
            }
        }
    }

    private double finite(double number, String of, double distance) {
        if (Double.isFinite(number)) {
            return number;
        }
        throw new IllegalArgumentException(
                "kernels must be finite: " + of + "the " + name + " is " + number + " at distance " + distance);
    }

    @Override
    public double factor() {
        return 1;
    }
}
