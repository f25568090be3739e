package io.github.rieszflow.directions;

import static io.github.rieszflow.measure.Seed.seed;

import io.github.rieszflow.Promises;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;

class DirectionsPromisesTest extends Promises {
    private static final Points AXES = Points.of(new double[][] {{1, 0}, {0, 1}});

    /** Draws one direction too few, from the second time on. */
    private static final class Lazy implements Directions {
        private boolean before;

        @Override
        public DrawnDirections draw(int slices, int dimension, Seed seed) {
            int count = before ? slices - 1 : slices;
            before = true;
            return DrawnDirections.of(
                    Directions.iid().draw(count, dimension, seed).points());
        }
    }

    DirectionsPromisesTest() {
        super("directions");
    }

    @Override
    protected void table() {
        state(
                "DirectionSource.drawSetSigns(Seed, float[])",
                () -> DirectionSource.open(Directions.iid(), 2, 8, 1).drawSetSigns(seed(1), new float[100]));
        argument(
                "DirectionSource.open(Directions, int, int, int)",
                () -> DirectionSource.open(Directions.of(AXES), 3, 2, 1),
                () -> DirectionSource.open(Directions.fibonacci(), 2, 8, 1),
                () -> DirectionSource.open((slices, d, seed) -> DrawnDirections.of(AXES), 2, 8, 1),
                () -> DirectionSource.open(Directions.iid(), 2, 8, 0));
        argument(
                "DirectionSource.requireSlices(Directions, int)",
                () -> DirectionSource.requireSlices(Directions.of(AXES), 3));
        state(
                "DirectionSource.drawSigns(Seed, float[])",
                () -> DirectionSource.open(Directions.iid(), 2, 8, 1).drawSigns(seed(1), new float[100]));
        argument(
                "DirectionSource.draw(Seed, float[])",
                () -> DirectionSource.open(new Lazy(), 2, 8, 1).draw(seed(1), new float[16]));
        argument(
                "DirectionSource.drawSets(Seed, float[])",
                () -> DirectionSource.open(new Lazy(), 2, 8, 1).drawSets(seed(1), new float[16]));
        for (Directions rule : new Directions[] {
            Directions.automatic(), Directions.iid(), Directions.orthogonal(), Directions.hadamard(), Directions.sobol()
        }) {
            argument("Directions.draw(int, int, Seed)", () -> rule.draw(0, 2, seed(1)), () -> rule.draw(4, 0, seed(1)));
        }
        argument(
                "Directions.draw(int, int, Seed)",
                () -> Directions.equispaced().draw(4, 3, seed(1)),
                () -> Directions.fibonacci().draw(4, 2, seed(1)),
                () -> Directions.of(AXES).draw(2, 3, seed(1)),
                () -> Directions.of(AXES).draw(3, 2, seed(1)));
        argument(
                "Directions.within(int, int)",
                () -> Directions.equispaced().within(3, 8),
                () -> Directions.fibonacci().within(2, 8),
                () -> Directions.of(AXES).within(3, 2),
                () -> Directions.sobol().within(100_000, 8));
        argument(
                "Directions.of(Measure)",
                () -> Directions.of(Points.of(new double[][] {{1, 1}})),
                () -> Directions.of(Points.dirac(1, 2)));
        argument("DrawnDirections.of(Measure)", () -> DrawnDirections.of(Points.of(new double[][] {{1, 0}, {0.9, 0}})));
        DrawnDirections drawn = DrawnDirections.of(AXES);
        argument("DrawnDirections.blocks(int)", () -> drawn.blocks(0), () -> drawn.blocks(-1));
        index("DrawnDirections.weight(int)", () -> drawn.weight(-1), () -> drawn.weight(2));
        argument(
                "SlicingConstant.of(int, double)",
                () -> SlicingConstant.of(0, 1),
                () -> SlicingConstant.of(2, 0),
                () -> SlicingConstant.of(2, Double.NaN));
        argument(
                "SlicingConstant.requireExponent(double)",
                () -> SlicingConstant.requireExponent(0),
                () -> SlicingConstant.requireExponent(2),
                () -> SlicingConstant.requireExponent(Double.NaN));
    }
}
