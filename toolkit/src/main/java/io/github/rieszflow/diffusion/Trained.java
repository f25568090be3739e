package io.github.rieszflow.diffusion;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.network.Weights;
import io.github.rieszflow.picture.ImageShape;
import org.jspecify.annotations.Nullable;

/**
 * What training has reached. Points are in the units of the network.
 *
 * @param state where to go on
 * @param average the weights that are used
 * @param unit of the data
 * @param shape of the images, or null
 * @param clean the clean batch
 * @param means stored mean features, none before the end of the training
 * @param data the fingerprint of all points it learned from
 */
record Trained(
        TrainingState state,
        Weights average,
        Unit unit,
        @Nullable ImageShape shape,
        Points clean,
        MeanFeatures means,
        String data) {}
