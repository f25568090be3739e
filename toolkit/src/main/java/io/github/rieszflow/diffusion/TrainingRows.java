package io.github.rieszflow.diffusion;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.internal.Fingerprint;
import io.github.rieszflow.measure.Points;
import java.nio.ByteBuffer;
import java.util.List;

/** Data to learn from, a row at a time in the units of the network: images stay bytes until a batch wants them. */
abstract class TrainingRows {
    private final int size;
    private final Unit unit;

    private TrainingRows(int size, Unit unit) {
        this.size = size;
        this.unit = unit;
    }

    int size() {
        return size;
    }

    Unit unit() {
        return unit;
    }

    int dimension() {
        return unit.offset().dimension();
    }

    /** Writes row i. */
    abstract void read(int i, float[] into, int at);

    /** The label of row i, −1 if labels are not observed. */
    int label(int i) {
        return -1;
    }

    /** How often each class is there, empty if labels are not observed. */
    List<Integer> classes() {
        return List.of();
    }

    /** Whether each row has its noise. */
    boolean paired() {
        return false;
    }

    /** Writes the noise of row i. */
    void readNoise(int i, float[] into, int at) {
        throw new IllegalStateException("any noise goes with row " + i);
    }

    /** What tells these data from any others. */
    abstract String fingerprint();

    static TrainingRows of(Points points, Unit unit) {
        Points rows = unit.in(points);
        return new TrainingRows(points.size(), unit) {
            @Override
            void read(int i, float[] into, int at) {
                rows.values().get(i * dimension(), into, at, dimension());
            }

            @Override
            String fingerprint() {
                return Fingerprint.begin()
                        .text(rows.shape())
                        .floats(rows.values())
                        .hex();
            }
        };
    }

    /** Rows of which each has its noise. */
    static TrainingRows paired(TrainingRows rows, Points noise) {
        return new TrainingRows(rows.size(), rows.unit()) {
            @Override
            void read(int i, float[] into, int at) {
                rows.read(i, into, at);
            }

            @Override
            int label(int i) {
                return rows.label(i);
            }

            @Override
            List<Integer> classes() {
                return rows.classes();
            }

            @Override
            boolean paired() {
                return true;
            }

            @Override
            void readNoise(int i, float[] into, int at) {
                noise.values().get(i * dimension(), into, at, dimension());
            }

            @Override
            String fingerprint() {
                return Fingerprint.begin()
                        .text(rows.fingerprint())
                        .floats(noise.values())
                        .hex();
            }
        };
    }

    static TrainingRows of(ImageSet images, Observation given) {
        ByteBuffer pixels = images.pixels();
        List<Integer> classes = given instanceof Observation.Labels observed ? observed.counts(images) : List.of();
        int[] labels = classes.isEmpty() ? new int[0] : images.labels();
        return new TrainingRows(images.size(), Unit.image(images.shape().dimension())) {
            @Override
            void read(int i, float[] into, int at) {
                for (int k = 0; k < dimension(); k++) {
                    into[at + k] = (pixels.get(i * dimension() + k) & 255) / 127.5f - 1;
                }
            }

            @Override
            int label(int i) {
                return classes.isEmpty() ? -1 : labels[i];
            }

            @Override
            List<Integer> classes() {
                return classes;
            }

            @Override
            String fingerprint() {
                return Fingerprint.begin()
                        .text(images.toString())
                        .bytes(images.pixels())
                        .integers(labels)
                        .hex();
            }
        };
    }
}
