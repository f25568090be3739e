package io.github.rieszflow.network;

import io.github.rieszflow.measure.Seed;

/** Loss and gradient in double precision, for tests in other packages against finite differences. */
public final class DoubleTrainer {
    private final Architecture architecture;
    private final Loss loss;
    private final float[] start;

    public DoubleTrainer(Architecture architecture, Loss loss, Seed seed) {
        this.architecture = architecture;
        this.loss = loss;
        this.start = Weights.initial(architecture, seed).array().clone();
        for (int i = 0; i < start.length; i++) {
            // So that small powers of two can be added without rounding.
            start[i] = Math.round(start[i] * 0x1p10f) * 0x1p-10f;
        }
    }

    private Trainer at(float[] weights) {
        return Trainer.openDouble(
                architecture, loss, TrainingState.start(Weights.adopt(architecture.slots(), weights)));
    }

    public int size() {
        return start.length;
    }

    public double[] gradient(Batch batch) {
        try (Trainer trainer = at(start)) {
            return trainer.gradient(batch);
        }
    }

    /** A derivative by central differences of the fourth order, with steps of 2⁻¹⁰. */
    public double difference(Batch batch, int weight) {
        float h = 0x1p-10f;
        double[] values = new double[4];
        float[] places = {-2 * h, -h, h, 2 * h};
        for (int k = 0; k < 4; k++) {
            float[] there = start.clone();
            there[weight] += places[k];
            try (Trainer trainer = at(there)) {
                values[k] = trainer.loss(batch);
            }
        }
        return (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * h);
    }
}
