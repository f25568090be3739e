package io.github.rieszflow.internal;

/** φ(ρ) = ρ^r. */
record PowerProfile(double factor) implements Profile {
    @Override
    public void values(double[] squares, int count) {
        for (int l = 0; l < count; l++) {
            squares[l] = Powers.ofSquare(squares[l], factor);
        }
    }

    @Override
    public void slopes(double[] squares, int count) {
        for (int l = 0; l < count; l++) {
            double s = squares[l];
            // ‖·‖^(r−2)
            squares[l] = s > 0 ? Powers.ofSquare(s, factor) / s : 0;
        }
    }
}
