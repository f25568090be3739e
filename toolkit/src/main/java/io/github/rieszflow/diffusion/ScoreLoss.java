package io.github.rieszflow.diffusion;

import io.github.rieszflow.directions.DrawnDirections;
import io.github.rieszflow.discrepancy.EnergyScore;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Batch;
import io.github.rieszflow.network.Loss;
import io.github.rieszflow.picture.ImageShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A scoring rule as a loss. A batch holds the target of the network, what the network sees, of which some inputs come behind the
 * {@linkplain #coefficients coefficients} of each row, the directions and their weights, and which coordinates count.
 */
final class ScoreLoss {
    /** Numbers of a row: what an error of the network is in units of velocity, r/2, the weight of pairs, s, the slicing constant. */
    static final int COEFFICIENTS = 5;
    /** Weights of velocities, 1/(1−τ), are not larger than those here. */
    static final double LEAST = 0.05;
    /** Under roots, whose slopes at 0 are infinite; a squared difference of a millionth. */
    private static final String NOTHING = "9.9999999999999998e-13";

    private final ScoringRule rule;
    private final int dimension;
    private final @Nullable ImageShape shape;

    ScoreLoss(ScoringRule rule, int dimension, @Nullable ImageShape shape) {
        this.rule = rule;
        this.dimension = dimension;
        this.shape = shape;
        if (rule.slices() instanceof ScoreSlices.Squares squares) {
            if (shape == null) {
                throw new IllegalArgumentException(
                        "squares are of pixels: received points; take ScoreSlices.whole(), axes() or directions(…)");
            }
            if (squares.widest() > Math.min(shape.height(), shape.width())) {
                throw new IllegalArgumentException("squares of " + squares.widest() + " pixels do not fit into images "
                        + shape + ": take fewer scales or a smaller side");
            }
        }
        if (rule.slices() instanceof ScoreSlices.Ruled ruled) {
            ruled.rule().within(dimension, ruled.count());
        }
    }

    private boolean sliced() {
        return rule.slices() instanceof ScoreSlices.Squares || rule.slices() instanceof ScoreSlices.Ruled;
    }

    /** In how many dimensions a direction lies. */
    private int space(int drawn) {
        return rule.slices() instanceof ScoreSlices.Squares squares && shape != null
                ? shape.channels() * squares.side() * squares.side()
                : drawn;
    }

    /** The numbers of a row at time τ, with directions in a space. */
    void coefficients(double time, int space, float[] into, int at) {
        double r = rule.exponent().at(time);
        int m = rule.particles();
        into[at] = (float) ((1 - time) / (Math.hypot(time, 1 - time) * Math.max(1 - time, LEAST)));
        into[at + 1] = (float) (r / 2);
        into[at + 2] = m == 1 ? 0 : (float) (rule.repulsion().at(time) / (2 * (m - 1)));
        into[at + 3] = (float) rule.share().at(time);
        // Directions that live in a larger space see points with zeros behind, whose squares are spread over d numbers.
        double spread = rule.slices() instanceof ScoreSlices.Squares ? space : dimension;
        into[at + 4] = sliced() ? (float) (EnergyScore.slicingConstant(space, r) * StrictMath.pow(spread, -r / 2)) : 1;
    }

    /** Directions P×d with their weights, and the space they are uniform in. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, compared by nobody
    record Drawn(float[] rows, float[] weights, int space) {
        Batch on(Batch batch, int dimension) {
            return weights.length == 0
                    ? batch
                    : batch.and(rows, weights.length, dimension).and(weights, weights.length);
        }
    }

    Drawn draw(Seed seed) {
        if (rule.slices() instanceof ScoreSlices.Squares squares && shape != null) {
            return squares(squares, shape, seed.stream());
        }
        if (rule.slices() instanceof ScoreSlices.Ruled ruled) {
            DrawnDirections drawn =
                    ruled.rule().within(dimension, ruled.count()).draw(ruled.count(), dimension, seed);
            Points points = drawn.points();
            float[] rows = new float[ruled.count() * dimension];
            float[] weights = new float[ruled.count()];
            for (int p = 0; p < weights.length; p++) {
                System.arraycopy(points.row(p), 0, rows, p * dimension, dimension);
                weights[p] = (float) drawn.weight(p);
            }
            return new Drawn(rows, weights, drawn.space());
        }
        return new Drawn(new float[0], new float[0], dimension);
    }

    private Drawn squares(ScoreSlices.Squares squares, ImageShape images, RandomStream stream) {
        int side = squares.side();
        int space = space(0);
        float[] rows = new float[squares.count() * dimension];
        float[] weights = new float[squares.count()];
        double[] direction = new double[space];
        for (int p = 0; p < weights.length; p++) {
            weights[p] = 1f / weights.length;
            int pixels = 1 + squares.scales().get(p % squares.scales().size());
            int top = stream.nextInt(images.height());
            int left = stream.nextInt(images.width());
            double sum = 0;
            for (int i = 0; i < space; i++) {
                direction[i] = stream.nextGaussian();
                sum += direction[i] * direction[i];
            }
            double length = Math.sqrt(sum) * pixels;
            for (int c = 0; c < images.channels(); c++) {
                for (int row = 0; row < side * pixels; row++) {
                    for (int column = 0; column < side * pixels; column++) {
                        int cell = (c * side + row / pixels) * side + column / pixels;
                        int y = (top + row) % images.height();
                        int x = (left + column) % images.width();
                        rows[p * dimension + (c * images.height() + y) * images.width() + x] =
                                (float) (direction[cell] / length);
                    }
                }
            }
        }
        return new Drawn(rows, weights, space);
    }

    /** The loss of a network that is given this many inputs beside the noisy row and the time. */
    Loss loss(int inputs, boolean masked) {
        int m = rule.particles();
        String given =
                IntStream.range(0, inputs).mapToObj(i -> ", b[" + (4 + i) + "]").collect(Collectors.joining());
        List<String> lines = new ArrayList<>();
        lines.add("q = b[3]");
        lines.add("n = torch.size(q, 0)");
        lines.add("f = torch.reshape((self).net(w, [b[1], b[2]" + given + "], ), [" + m + ", n, -1])");
        lines.add("y = torch.reshape(b[0], [1, n, -1])");
        lines.add("e = torch.mul(f - y, " + column(0) + ")");
        int next = 4 + inputs + (sliced() ? 2 : 0);
        if (masked) {
            lines.add("e = torch.mul(e, b[" + next + "])");
        }
        lines.add("h = " + column(1));
        lines.add(sliced() ? "p = torch.matmul(e, torch.transpose(b[" + (4 + inputs) + "], 0, 1))" : "p = e");
        String weights = sliced() ? "b[" + (5 + inputs) + "]" : "h";
        lines.add("s = torch.mean((self).sizes(p, h, " + weights + ", ), [0])");
        if (rule.repulsion().most() > 0) {
            for (int k = 1; 2 * k <= m; k++) {
                // Shifts by k and by m − k make the same pairs.
                String factor = 2 * k < m ? "2." : "1.";
                String pairs =
                        "torch.mean((self).sizes(p - torch.roll(p, [" + k + "], [0]), h, " + weights + ", ), [0])";
                lines.add("s = s - torch.mul(torch.mul(" + pairs + ", " + factor + "), torch.select(q, 1, 2))");
            }
        }
        lines.add("s = torch.mul(s, torch.select(q, 1, 4))");
        if (!rule.share().equals(Ramp.flat(1))) {
            lines.add("a = torch.select(q, 1, 3)");
            lines.add("s = s * a + torch.mean(e * e, [0, 2]) * torch.rsub(a, 1.)");
        }
        return new Loss(lines.stream()
                        .collect(Collectors.joining(
                                "\n  ",
                                "def loss(self, w: List[Tensor], b: List[Tensor]) -> Tensor:\n  ",
                                "\n  return torch.mean(s)\n"))
                + sizes());
    }

    private static String column(int number) {
        return "torch.reshape(torch.select(q, 1, " + number + "), [1, n, 1])";
    }

    /** The method that takes norms: of m×n×d differences or m×n×P projections, m×n numbers. */
    private String sizes() {
        String head = "def sizes(self, z: Tensor, h: Tensor, u: Tensor) -> Tensor:\n  return ";
        if (rule.slices() instanceof ScoreSlices.Whole) {
            return head + "torch.squeeze(" + power("torch.mean(z * z, [2], True)", null) + ", 2)\n";
        }
        String powers = power("z * z", "torch.abs(z)");
        return head + (sliced() ? "torch.matmul(" + powers + ", u)\n" : "torch.mean(" + powers + ", [2])\n");
    }

    private String power(String squared, @Nullable String absolute) {
        Ramp r = rule.exponent();
        if (r.isFlat() && r.start() == 2) {
            return squared;
        }
        if (r.isFlat() && r.start() == 1) {
            return absolute != null ? absolute : String.format(Locale.ROOT, "torch.sqrt(%s + %s)", squared, NOTHING);
        }
        return String.format(Locale.ROOT, "torch.pow(%s + %s, h)", squared, NOTHING);
    }
}
