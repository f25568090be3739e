package io.github.rieszflow.diffusion;

/** How samples are made from noise. */
public sealed interface DiffusionSampler permits WitnessSampler, RieszSampler {
    /**
     * The work: how often a network is evaluated, or differentiated, for each sample.
     *
     * @return the number of function evaluations, NFE
     */
    int evaluations();
}
