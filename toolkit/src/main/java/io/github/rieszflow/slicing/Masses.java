package io.github.rieszflow.slicing;

import io.github.rieszflow.measure.Measure;

/** What particles and targets weigh; each add up to 1. */
final class Masses {
    private final int particles;
    private final double perParticle;
    private final double perTarget;
    /** Empty where weights are uniform. */
    private final double[] ofParticles;

    private final double[] ofTargets;

    private Masses(int particles, int targets, double[] ofParticles, double[] ofTargets) {
        this.particles = particles;
        this.perParticle = 1.0 / particles;
        this.perTarget = 1.0 / targets;
        this.ofParticles = ofParticles;
        this.ofTargets = ofTargets;
    }

    static Masses uniform(int particles, int targets) {
        return new Masses(particles, targets, new double[0], new double[0]);
    }

    static Masses of(Measure particles, Measure targets) {
        return new Masses(particles.size(), targets.size(), weights(particles), weights(targets));
    }

    /** Weights that add up to 1; empty for uniform ones. */
    static Masses of(int particles, int targets, double[] ofParticles, double[] ofTargets) {
        return new Masses(particles, targets, ofParticles, ofTargets);
    }

    private static double[] weights(Measure measure) {
        return measure.uniform() ? new double[0] : measure.weights();
    }

    static double bytes(Measure measure) {
        return measure.uniform() ? 0 : 8.0 * measure.size();
    }

    boolean uniform() {
        return ofParticles.length == 0 && ofTargets.length == 0;
    }

    double particle(int i) {
        return ofParticles.length == 0 ? perParticle : ofParticles[i];
    }

    /** Of the particles and then the targets: targets count positive, particles negative. */
    double signed(int index) {
        if (index < particles) {
            return -particle(index);
        }
        return ofTargets.length == 0 ? perTarget : ofTargets[index - particles];
    }
}
