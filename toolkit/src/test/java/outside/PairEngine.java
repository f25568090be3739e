package outside;

import io.github.rieszflow.directions.DrawnDirections;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.SliceValues;
import io.github.rieszflow.slicing.SlicedDescent;
import io.github.rieszflow.slicing.SlicedProblem;
import io.github.rieszflow.slicing.Ties;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The smallest engine there is: all pairs on each line, for r = 1 and clouds without weights. */
class PairEngine implements Engine {
    @Override
    public boolean supports(SlicedProblem problem, Measure particles, Measure targets) {
        return refusal(problem, particles, targets) == null;
    }

    private static @Nullable String refusal(SlicedProblem problem, Measure x, Measure y) {
        if (x.dimension() != y.dimension()) {
            return "x is " + x.shape() + ", y is " + y.shape() + ": give both the same dimension";
        }
        if (problem.exponent() != 1
                || !(problem.solver() instanceof LineSolver.Exact)
                || !x.uniform()
                || !y.uniform()) {
            return "pairs on lines are for r = 1, exact ranks and clouds without weights: received " + problem;
        }
        try {
            problem.directions().draw(problem.slices(), x.dimension(), Seed.DEFAULT);
            return null;
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public SlicedDescent open(SlicedProblem problem, Measure particles, Measure targets) {
        String refusal = refusal(problem, particles, targets);
        if (refusal != null) {
            throw new IllegalArgumentException(refusal);
        }
        return new Pairs(problem, particles.points(), targets.points());
    }

    @Override
    public String toString() {
        return "pairs on lines";
    }

    /** What a particle at z feels of a point at t: sign(z − t), and of particles at its own place by their rank. */
    double force(double z, double t, int rank) {
        return z == t ? rank : Math.signum(z - t);
    }

    private final class Pairs implements SlicedDescent {
        private final SlicedProblem problem;
        private final boolean split;
        private final int d;
        private Points x;
        private Points y;
        private Points v;
        private boolean open = true;

        Pairs(SlicedProblem problem, Points x, Points y) {
            this.problem = problem;
            this.split = ((LineSolver.Exact) problem.solver()).ties() == Ties.SPLIT;
            this.d = x.dimension();
            this.x = x;
            this.y = y;
            this.v = Points.dirac(x.size(), d);
        }

        private void require(boolean fits, String what) {
            if (!open) {
                throw new IllegalStateException("this descent is closed");
            }
            if (!fits) {
                throw new IllegalArgumentException(what + " of another shape than it was opened with");
            }
        }

        private boolean like(Points points, Points other) {
            return points.size() == other.size() && points.dimension() == other.dimension();
        }

        @Override
        public void load(Points particles, @Nullable Points momentum) {
            require(like(particles, x) && (momentum == null || like(momentum, x)), "particles or momentum");
            x = particles;
            v = momentum == null ? Points.dirac(x.size(), d) : momentum;
        }

        @Override
        public void aim(Points targets) {
            require(like(targets, y), "targets");
            y = targets;
        }

        private double[] line(Points points, Points directions, int p) {
            double[] z = new double[points.size()];
            for (int i = 0; i < z.length; i++) {
                for (int k = 0; k < d; k++) {
                    z[i] += (double) points.get(i, k) * directions.get(p, k);
                }
            }
            return z;
        }

        @Override
        public void gradient(Seed seed, float[] gradient) {
            require(gradient.length == x.size() * d, "an array");
            DrawnDirections drawn = problem.directions().draw(problem.slices(), d, seed);
            double c = SlicingConstant.of(drawn.space(), 1);
            double[] sum = new double[gradient.length];
            for (int p = 0; p < problem.slices(); p++) {
                double[] z = line(x, drawn.points(), p);
                double[] t = line(y, drawn.points(), p);
                double weight = c * drawn.measure().weight(p);
                for (int i = 0; i < z.length; i++) {
                    double place = z[i];
                    double force = 0;
                    for (double target : t) {
                        force += force(place, target, 0) / t.length;
                    }
                    long particles =
                            Arrays.stream(z).filter(other -> other == place).count();
                    long targets =
                            Arrays.stream(t).filter(other -> other == place).count();
                    // As much of both at one place holds together.
                    boolean apart = split && particles * t.length != targets * z.length;
                    for (int j = 0; j < z.length; j++) {
                        force -= force(place, z[j], apart ? Integer.signum(i - j) : 0) / z.length;
                    }
                    for (int k = 0; k < d; k++) {
                        sum[i * d + k] += weight * force * drawn.points().get(p, k);
                    }
                }
            }
            for (int i = 0; i < sum.length; i++) {
                gradient[i] = (float) sum[i];
            }
        }

        @Override
        public double step(Seed seed, double stepSize, double momentum) {
            float[] g = new float[x.size() * d];
            gradient(seed, g);
            float[] places = x.toArray();
            float[] moving = v.toArray();
            float largest = 0;
            for (int i = 0; i < g.length; i++) {
                moving[i] = (float) (g[i] + momentum * moving[i]);
                places[i] = (float) (places[i] - stepSize * moving[i]);
                largest = Math.max(largest, Math.abs(places[i]));
            }
            x = Points.of(places, x.size(), d);
            v = Points.of(moving, x.size(), d);
            return largest;
        }

        @Override
        public SliceValues values(Seed seed) {
            require(true, "");
            DrawnDirections drawn = problem.directions().draw(problem.slices(), d, seed);
            int slices = problem.slices();
            double[] squared = new double[slices];
            double[] wasserstein = new double[slices];
            double[] weights = new double[slices];
            double shorter = SlicingConstant.of(drawn.space(), 1) / SlicingConstant.of(d, 1);
            for (int p = 0; p < slices; p++) {
                double[] z = line(x, drawn.points(), p);
                double[] t = line(y, drawn.points(), p);
                double[] all = Arrays.copyOf(z, z.length + t.length);
                System.arraycopy(t, 0, all, z.length, t.length);
                Arrays.sort(all);
                for (int k = 1; k < all.length; k++) {
                    double gap = all[k] - all[k - 1];
                    double difference = below(z, all[k]) - below(t, all[k]);
                    squared[p] += 2 * gap * difference * difference;
                    wasserstein[p] += shorter * gap * Math.abs(difference);
                }
                weights[p] = drawn.measure().weight(p);
            }
            return SliceValues.of(squared, wasserstein, weights, SlicingConstant.of(drawn.space(), 1), drawn.block());
        }

        private double below(double[] z, double place) {
            return (double) Arrays.stream(z).filter(each -> each < place).count() / z.length;
        }

        @Override
        public Points particles() {
            require(true, "");
            return x;
        }

        @Override
        public Points momentum() {
            require(true, "");
            return v;
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
