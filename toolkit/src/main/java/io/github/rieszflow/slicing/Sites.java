package io.github.rieszflow.slicing;

/**
 * The different places on a line, in order, with the signed mass at each: targets count positive, particles negative.
 * Filled anew for each line.
 */
final class Sites {
    /** Masses that sums of weights make differ by no more, as a part of themselves, are the same. */
    private static final double ROUNDING = 1e-9;

    final double[] at;
    final double[] mass;
    /** What a {@link LineKernel} finds at each place. */
    final double[] force;
    /** The mass of the particles alone. */
    private final double[] particles;
    /** Scratch memory of kernels. */
    final Exponentials tile = new Exponentials();

    private int count;
    /** Where {@link #apart} is. */
    private int place;

    private double earlier;

    /** Room for this many points. */
    Sites(int points) {
        at = new double[points];
        mass = new double[points];
        force = new double[points];
        particles = new double[points];
    }

    static double bytes(int particles, int targets) {
        return 32.0 * ((double) particles + targets) + 30_000;
    }

    int count() {
        return count;
    }

    void clear() {
        count = 0;
        place = 0;
        earlier = 0;
    }

    /** Adds a point that lies no lower than the last one. */
    void add(double z, double signed) {
        if (count == 0 || at[count - 1] != z) {
            at[count] = z;
            mass[count] = 0;
            particles[count] = 0;
            count++;
        }
        mass[count - 1] += signed;
        particles[count - 1] += Math.max(0, -signed);
    }

    /**
     * The force on a particle that is pushed away from those at the same place, ranked behind those asked for earlier, unless
     * the targets there weigh as much; to be asked in the order in which the points were added.
     */
    double apart(double z, double weight) {
        while (at[place] < z) {
            place++;
            earlier = 0;
        }
        if (Math.abs(mass[place]) <= ROUNDING * particles[place]) {
            return force[place];
        }
        double apart = particles[place] - 2 * earlier - weight;
        earlier += weight;
        return force[place] + apart;
    }

    double range() {
        return at[count - 1] - at[0];
    }

    /** W1 = ∫ |C| with the sum C of all masses below. */
    double wasserstein() {
        double sum = 0;
        double below = 0;
        for (int i = 0; i < count - 1; i++) {
            below += mass[i];
            sum += (at[i + 1] - at[i]) * Math.abs(below);
        }
        return sum;
    }
}
