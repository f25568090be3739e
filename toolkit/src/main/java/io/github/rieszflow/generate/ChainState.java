package io.github.rieszflow.generate;

import io.github.rieszflow.flow.FlowState;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.network.Weights;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the training of a chain is. With the preset, the seed and the images it determines all that follows: randomness
 * depends on the seed and on the numbers of network and step alone.
 *
 * @param networks the networks that are done
 * @param losses the mean loss over the last quarter of the training of each
 * @param start the particles at which the flow for the network at hand began, x⁽ˡ⁻¹⁾
 * @param moved where they are now
 * @param momentum of the flow, null for particles at rest
 * @param flowSteps how many steps of the flow are done
 * @param training the network at hand, null while the particles flow
 * @param lossSum the sum of losses over the last quarter so far
 */
record ChainState(
        List<Weights> networks,
        List<Double> losses,
        Points start,
        Points moved,
        @Nullable Points momentum,
        int flowSteps,
        @Nullable TrainingState training,
        double lossSum) {

    ChainState {
        networks = List.copyOf(networks);
        losses = List.copyOf(losses);
    }

    /** The next network begins at these particles. */
    static ChainState flowing(List<Weights> networks, List<Double> losses, Points start, @Nullable Points momentum) {
        return new ChainState(networks, losses, start, start, momentum, 0, null, 0);
    }

    ChainState flowed(FlowState flow) {
        return new ChainState(networks, losses, start, flow.particles(), flow.momentum(), flow.step(), null, 0);
    }

    ChainState training(TrainingState training, double lossSum) {
        return new ChainState(networks, losses, start, moved, momentum, flowSteps, training, lossSum);
    }

    /** All networks and one more. */
    List<Weights> with(Weights network) {
        List<Weights> more = new ArrayList<>(networks);
        more.add(network);
        return more;
    }
}
