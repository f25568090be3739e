package io.github.rieszflow.scheme;

import io.github.rieszflow.network.Mlp;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * How large everything in an experiment is, as named changes of one default.
 *
 * @param particles how many particles
 * @param targets how many points of the target, 0 where there is none or its number is fixed
 * @param batch how many particles a training step sees
 * @param backward how the networks of the backward scheme are trained
 * @param forward how those of the forward scheme are trained
 * @param stepSize τ of each time step
 * @param steps how many time steps lead to the end
 */
record Scale(
        int particles,
        int targets,
        int batch,
        Training backward,
        Training forward,
        IntToDoubleFunction stepSize,
        int steps) {
    /**
     * How a network is trained in each time step.
     *
     * @param network which
     * @param iterations how many training steps
     * @param rate the learning rate
     */
    record Training(Mlp network, IntUnaryOperator iterations, IntToDoubleFunction rate) {
        Training iterations(IntUnaryOperator ofStep) {
            return new Training(network, ofStep, rate);
        }
    }

    /** 1,000 particles, two layers of 128, batches of 200. */
    static Scale laptop() {
        Training usual = new Training(Mlp.hidden(128, 128), first(1500, 200), k -> 0.005);
        return new Scale(1000, 0, 200, usual, usual, k -> 0.25, 60);
    }

    /** 2,000 particles, five layers of 128, all particles in each batch. */
    static Scale paper() {
        Training usual = new Training(Mlp.hidden(128, 128, 128, 128, 128), k -> 4000, k -> 1e-3);
        return new Scale(2000, 0, 2000, usual, usual, k -> 0.1, 40);
    }

    /** The same experiment in seconds. */
    Scale smoke() {
        Training quick = new Training(Mlp.hidden(16), k -> 20, backward.rate());
        return new Scale(60, 80, 20, quick, quick, stepSize, 3);
    }

    /** More training in the first step, which finds the shape, than in those that change it a little. */
    static IntUnaryOperator first(int first, int later) {
        return k -> k == 0 ? first : later;
    }

    /** More training up to a step than later. */
    static IntUnaryOperator until(int step, int before, int later) {
        return k -> k < step ? before : later;
    }

    Scale particles(int count) {
        return new Scale(count, targets, batch, backward, forward, stepSize, steps);
    }

    Scale targets(int count) {
        return new Scale(particles, count, batch, backward, forward, stepSize, steps);
    }

    Scale batch(int size) {
        return new Scale(particles, targets, size, backward, forward, stepSize, steps);
    }

    Scale network(Mlp net) {
        return training(old -> new Training(net, old.iterations(), old.rate()));
    }

    Scale rate(IntToDoubleFunction ofStep) {
        return training(old -> new Training(old.network(), old.iterations(), ofStep));
    }

    Scale iterations(IntUnaryOperator ofStep) {
        return training(old -> old.iterations(ofStep));
    }

    Scale iterations(IntUnaryOperator backwards, IntUnaryOperator forwards) {
        return new Scale(
                particles,
                targets,
                batch,
                backward.iterations(backwards),
                forward.iterations(forwards),
                stepSize,
                steps);
    }

    Scale forward(Training other) {
        return new Scale(particles, targets, batch, backward, other, stepSize, steps);
    }

    /** Changes that of both schemes. */
    private Scale training(UnaryOperator<Training> change) {
        return new Scale(particles, targets, batch, change.apply(backward), change.apply(forward), stepSize, steps);
    }

    Scale stepSize(IntToDoubleFunction ofStep) {
        return new Scale(particles, targets, batch, backward, forward, ofStep, steps);
    }

    Scale steps(int count) {
        return new Scale(particles, targets, batch, backward, forward, stepSize, count);
    }
}
