package io.github.rieszflow.conformance;

import java.util.ArrayList;
import java.util.List;

/** What a conformance check found: each requirement, whether it is met, and what was seen. */
public final class Conformance {
    /**
     * One requirement.
     *
     * @param requirement what must hold
     * @param met whether it does
     * @param seen what was seen: numbers against what was expected, or the exception
     */
    public record Finding(String requirement, boolean met, String seen) {}

    /** What is tried for one requirement. */
    @FunctionalInterface
    interface Trial {
        /** Returns what was seen, or throws {@link AssertionError} if the requirement is not met. */
        String run();
    }

    private final String subject;
    private final List<Finding> findings;

    private Conformance(String subject, List<Finding> findings) {
        this.subject = subject;
        this.findings = List.copyOf(findings);
    }

    /** Nothing tried yet of what is called so. */
    static Conformance of(String subject) {
        return new Conformance(subject, List.of());
    }

    /** The same after one more trial; whatever it throws is a requirement not met. */
    Conformance and(String requirement, Trial trial) {
        Finding finding;
        try {
            finding = new Finding(requirement, true, trial.run());
        } catch (RuntimeException | AssertionError | LinkageError e) {
            finding = new Finding(requirement, false, e.toString());
        }
        List<Finding> more = new ArrayList<>(findings);
        more.add(finding);
        return new Conformance(subject, more);
    }

    /**
     * Everything that was tried.
     *
     * @return the requirements in the order they were tried
     */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * Whether all requirements are met.
     *
     * @return true if no finding says otherwise
     */
    public boolean passed() {
        return findings.stream().allMatch(Finding::met);
    }

    /**
     * Ends a test where a requirement is not met.
     *
     * @return this, if all are met
     * @throws AssertionError naming each requirement that is not met and what was seen instead
     */
    public Conformance require() {
        if (!passed()) {
            throw new AssertionError(toString());
        }
        return this;
    }

    /** One line for each requirement. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(subject)
                .append(": ")
                .append(findings.stream().filter(Finding::met).count())
                .append(" of ")
                .append(findings.size())
                .append(" requirements met");
        for (Finding finding : findings) {
            text.append('\n')
                    .append(finding.met() ? "  met      " : "  NOT met  ")
                    .append(finding.requirement())
                    .append(": ")
                    .append(finding.seen());
        }
        return text.toString();
    }
}
