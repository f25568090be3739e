package io.github.rieszflow.generate;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.picture.ImageShape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is known of each of some images and stays as it is while they change: of particles in training, or of new samples. */
interface Given {
    Given NOTHING = new Given() {};

    /** How many numbers a joint vector has beside those of the image. */
    default int beside() {
        return 0;
    }

    /** Writes them for one image. */
    default void beside(int image, float[] into, int at) {}

    /** How many planes networks see beside those of the image. */
    default int planes() {
        return 0;
    }

    /** Writes them for one image. */
    default void planes(int image, ImageShape shape, float[] into, int at) {}

    /** Which numbers of an image may change. */
    default boolean[] free(ImageShape shape) {
        boolean[] free = new boolean[shape.dimension()];
        Arrays.fill(free, true);
        return free;
    }

    /** Puts known pixels in their places; modifies the images. */
    default void keep(float[] images, ImageShape shape) {}

    /** The same images with what is known of them that an image set can hold. */
    default ImageSet on(ImageSet images) {
        return images;
    }

    /** What is observed of these images. */
    static Given of(Observation observation, ImageSet images, int classes) {
        if (observation instanceof Observation.Labels labels) {
            return new Labels(images.labels(), classes, labels.weight());
        }
        return observation instanceof Observation.Hidden hidden ? new Pixels(images, hidden) : NOTHING;
    }

    /** These labels, of samples. */
    static Given of(Observation observation, int[] labels, int classes) {
        return observation instanceof Observation.Labels known ? new Labels(labels, classes, known.weight()) : NOTHING;
    }

    /** As many planes as any images have, of this many channels and classes. */
    static int planes(Observation observation, int channels, int classes) {
        return observation instanceof Observation.Labels
                ? classes
                : observation instanceof Observation.Hidden ? channels : 0;
    }

    /** Labels: weight·e_label in a joint vector, a plane of ones for a network. */
    final class Labels implements Given {
        private final int[] labels;
        private final int classes;
        private final float weight;

        Labels(int[] labels, int classes, double weight) {
            this.labels = labels;
            this.classes = classes;
            this.weight = (float) weight;
        }

        @Override
        public int beside() {
            return classes;
        }

        @Override
        public void beside(int image, float[] into, int at) {
            into[at + labels[image]] = weight;
        }

        @Override
        public int planes() {
            return classes;
        }

        @Override
        public void planes(int image, ImageShape shape, float[] into, int at) {
            int plane = shape.height() * shape.width();
            int from = at + labels[image] * plane;
            Arrays.fill(into, from, from + plane, 1);
        }

        @Override
        public ImageSet on(ImageSet images) {
            return images.labelled(labels);
        }
    }

    /** Pixels outside of a rectangle, which are numbers of the image itself; for a network those with zeros inside. */
    final class Pixels implements Given {
        private final ImageSet images;
        private final Observation.Hidden hidden;
        /** The last resolution that was asked for. */
        private @Nullable ImageShape shape;

        private boolean[] free = {};
        private float[] known = {};

        Pixels(ImageSet images, Observation.Hidden hidden) {
            this.images = images;
            this.hidden = hidden;
        }

        private void at(ImageShape now) {
            if (now.equals(shape)) {
                return;
            }
            int pooling = images.height() / now.height();
            free = new boolean[now.dimension()];
            for (int k = 0; k < free.length; k++) {
                int row = k / now.width() % now.height() * pooling;
                int column = k % now.width() * pooling;
                free[k] = hidden.hides(row, column);
            }
            known = images.pooledPoints(pooling).toArray();
            for (int k = 0; k < known.length; k++) {
                known[k] = free[k % free.length] ? 0 : known[k];
            }
            shape = now;
        }

        @Override
        public int planes() {
            return images.channels();
        }

        @Override
        public void planes(int image, ImageShape now, float[] into, int at) {
            at(now);
            System.arraycopy(known, image * now.dimension(), into, at, now.dimension());
        }

        @Override
        public boolean[] free(ImageShape now) {
            at(now);
            return free.clone();
        }

        @Override
        public void keep(float[] some, ImageShape now) {
            at(now);
            for (int k = 0; k < some.length; k++) {
                some[k] = free[k % free.length] ? some[k] : known[k];
            }
        }
    }
}
