package io.github.rieszflow.notebook;

import io.github.rieszflow.network.Size;
import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.Visible;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;

/**
 * What a notebook calls: {@link #show} and {@link #html} work the same in every kernel, in jshell and in a program, and
 * {@link #size(int, int, int)} lets one notebook run quickly in a test, in minutes on a laptop or at the size of a paper.
 */
public final class Notebook {
    private static final String VARIABLE = "RIESZFLOW_SIZE";

    private Notebook() {}

    /**
     * Shows anything: a picture for a visible value, an image, a table or a figure of tablesaw, text for everything else. Outside notebooks a
     * visible value is one line and a table its rows.
     *
     * @param value what to show
     */
    public static void show(@Nullable Object value) {
        if (value instanceof Visible visible) {
            visible.show();
        } else if (value instanceof BufferedImage image) {
            Picture.png(image, "Image of " + image.getWidth() + "×" + image.getHeight() + " pixels")
                    .show();
        } else if (value instanceof Table table) {
            inWords(TablePictures.html(table).picture());
        } else if (value != null && isFigure(value)) {
            inWords(Figures.picture((Figure) value));
        } else {
            System.out.println(value);
        }
    }

    /** False where tablesaw's figures were left out of the class path. */
    private static boolean isFigure(Object value) {
        try {
            return value instanceof Figure;
        } catch (NoClassDefFoundError absent) {
            return false;
        }
    }

    /**
     * Shows HTML; outside notebooks its text.
     *
     * @param html a fragment without scripts
     */
    public static void html(String html) {
        String text = html.replaceAll("<[^>]*>", " ")
                .replaceAll("\\s+", " ")
                .strip()
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
        inWords(Picture.html(html, text.isEmpty() ? "(no text)" : text));
    }

    /**
     * The size asked for by the environment variable {@code RIESZFLOW_SIZE}: smoke, laptop (if not set) or paper.
     *
     * @return the size
     * @throws IllegalStateException if the variable has another value
     */
    public static Size size() {
        return size(System.getenv(VARIABLE));
    }

    static Size size(@Nullable String word) {
        if (word == null || word.isBlank()) {
            return Size.LAPTOP;
        }
        try {
            return Size.named(word);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "the environment variable " + VARIABLE + " names no size: " + e.getMessage()
                            + "; without it the size is laptop",
                    e);
        }
    }

    /**
     * Picks a number by {@link #size()}.
     *
     * @param smoke for a quick test
     * @param laptop for two cores
     * @param paper as published
     * @return one of the three
     */
    public static int size(int smoke, int laptop, int paper) {
        return size().of(smoke, laptop, paper);
    }

    /**
     * Where a notebook keeps what took long to make, as a training: {@code rieszflow/name} in the user's home,
     * {@code rieszflow/name-paper} at paper size, and in smoke size a new temporary folder each time, so that a quick test finds
     * nothing made before.
     *
     * @param name of the folder
     * @return the folder, which need not exist
     * @throws UncheckedIOException if there is no place for temporary files
     */
    public static Path folder(String name) {
        return folder(name, size());
    }

    static Path folder(String name, Size size) {
        if (size != Size.SMOKE) {
            String own = size == Size.PAPER ? name + "-paper" : name;
            return Path.of(System.getProperty("user.home"), "rieszflow", own);
        }
        try {
            return Files.createTempDirectory("rieszflow-" + name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary folder (" + e + ")", e);
        }
    }

    /** Outside notebooks all lines of the text, not only the one of {@code toString()}. */
    private static void inWords(Picture picture) {
        if (Visible.LIVE) {
            picture.show();
        } else {
            System.out.println(picture.alternative());
        }
    }
}
