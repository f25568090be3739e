package io.github.rieszflow.picture;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;

/** Images one after the other, as a GIF that repeats for ever. */
@SuppressWarnings("DoNotCallSuggester")
public final class Animation implements Visible {
    /**
     * An animation at 8 frames a second that holds the last frame for 1.5 seconds.
     *
     * @param frames one or more images of one size
     * @return the animation
     */
    public static Animation of(List<BufferedImage> frames) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sets the speed.
     *
     * @param rate frames a second, above 0 and at most 50
     * @return the animation at this speed
     */
    public Animation framesPerSecond(double rate) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sets how long the last frame stays.
     *
     * @param seconds from 0 to 60
     * @return the animation with this pause
     */
    public Animation hold(double seconds) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sets what the animation shows, in words.
     *
     * @param text the alternative text
     * @return the animation with this text
     */
    public Animation alternative(String text) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Picture picture() {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes the GIF.
     *
     * @param file a name that ends in {@code .gif}
     * @return the picture written
     */
    public Picture save(Path file) {
        return picture().save(file);
    }

    /**
     * Writes the GIF, as {@link #save(Path)}.
     *
     * @param file a path that ends in {@code .gif}
     * @return the picture written
     */
    public Picture save(String file) {
        return picture().save(file);
    }
}
