package io.github.rieszflow.generate;

import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.ImageArchitecture;
import io.github.rieszflow.network.Network;
import io.github.rieszflow.picture.ImageShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the networks of a chain compute: from images and as many planes of what is given of them to displacements.
 *
 * @param preset the settings, whose U-Net is taken where there are no own networks
 * @param full the shape of the images
 * @param planes of what is given
 * @param own networks of the user, or null
 */
record LinkNetworks(
        MmdPreset preset,
        ImageShape full,
        int planes,
        @Nullable ImageArchitecture own) {
    /** Of the network with this number, from 0; all at one resolution are the same. */
    Architecture at(int network) {
        return pooled(preset.pooling(network));
    }

    private Architecture pooled(int pooling) {
        ImageArchitecture family = own == null ? preset.network() : own;
        return family.of(full.pooled(pooling), planes);
    }

    /** What own networks must be to go on with, null for the preset's. */
    @Nullable
    String identity() {
        return own == null ? null : pooled(1).identity();
    }

    /** Refuses networks that do not fit the images, at any resolution, and a device that is not there. */
    void require(Device device) {
        preset.resolutions().stream().mapToInt(Resolution::pooling).distinct().forEach(pooling -> {
            ImageShape shape = full.pooled(pooling);
            List<Integer> image = List.of(shape.channels(), shape.height(), shape.width());
            List<Integer> seen = List.of(shape.channels() + planes, shape.height(), shape.width());
            Network.require(
                    "the network of the generator for images of " + shape.height() + "×" + shape.width(),
                    pooled(pooling),
                    device,
                    List.of(seen),
                    image);
        });
    }
}
