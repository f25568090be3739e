package io.github.rieszflow.network;

import io.github.rieszflow.internal.Require;
import java.util.Arrays;
import java.util.Locale;

/** How large a computation is, wherever it runs: one choice for presets, experiments and notebooks. */
public enum Size {
    /** Seconds: only to see that everything runs. */
    SMOKE,
    /** Minutes on two cores. */
    LAPTOP,
    /** The sizes of the papers: hours or days, or a GPU. */
    PAPER;

    /**
     * The size of this name.
     *
     * @param name {@code smoke}, {@code laptop} or {@code paper}, in small or capital letters
     * @return the size
     * @throws IllegalArgumentException if it is none of these
     */
    public static Size named(String name) {
        String word = name.strip().toLowerCase(Locale.ROOT);
        Require.oneOf(word, Arrays.stream(values()).map(Size::toString).toList(), "the size");
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /**
     * One of three values.
     *
     * @param <T> of what
     * @param smoke for {@link #SMOKE}
     * @param laptop for {@link #LAPTOP}
     * @param paper for {@link #PAPER}
     * @return the value for this size
     */
    public <T> T of(T smoke, T laptop, T paper) {
        return switch (this) {
            case SMOKE -> smoke;
            case LAPTOP -> laptop;
            case PAPER -> paper;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
