package io.github.rieszflow.picture;

import io.github.rieszflow.internal.Memory;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Images one after the other, as a GIF that repeats for ever. All frames share one palette, and of each frame only what
 * changed is written.
 */
public final class Animation implements Visible {
    /** Clouds and curves need few colours; with more, the smooth edges of dots alone would fill the file. */
    private static final int FEW = 16;

    private static final int MANY = 255;
    /** The sides of a GIF are written as numbers of two bytes. */
    private static final int MOST = 65535;

    private final int width;
    private final int height;
    private final Palette palette;
    private final List<byte[]> frames;
    private final int delay;
    private final int hold;
    private final String alternative;

    private Animation(
            int width, int height, Palette palette, List<byte[]> frames, int delay, int hold, String alternative) {
        this.width = width;
        this.height = height;
        this.palette = palette;
        this.frames = frames;
        this.delay = delay;
        this.hold = hold;
        this.alternative = alternative;
    }

    /**
     * An animation at 8 frames a second that holds the last frame for 1.5 seconds more.
     *
     * @param frames one or more images of one size, copied
     * @return the animation
     * @throws IllegalArgumentException if there is no frame, one is null, the sizes differ, a side is longer than 65535 pixels, or
     *     the animation does not fit into memory
     */
    public static Animation of(List<BufferedImage> frames) {
        return of(frames, MANY);
    }

    /** The same for drawings of a few colours with smooth edges. */
    static Animation ofDrawings(List<BufferedImage> frames) {
        return of(frames, FEW);
    }

    /**
     * An animation as {@link #of(List)}, of frames that are drawn one after the other. Whether all of them fit into memory is
     * known when the first one is there.
     *
     * @param count how many frames, at least 1
     * @param frame draws a frame by its number, from 0; all of one size
     * @return the animation
     * @throws IllegalArgumentException if there is no frame, the sizes differ, or the frames do not fit into memory
     */
    public static Animation of(int count, IntFunction<BufferedImage> frame) {
        return of(drawn(count, frame));
    }

    /** All frames, refused before they fill the memory. */
    static List<BufferedImage> drawn(int count, IntFunction<BufferedImage> frame) {
        Check.notEmpty("Frames", count);
        List<BufferedImage> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BufferedImage drawn = frame.apply(i);
            if (i == 0) {
                Style.requireFrames(count, drawn);
            }
            frames.add(drawn);
        }
        return frames;
    }

    private static Animation of(List<BufferedImage> frames, int colours) {
        Check.notEmpty("Frames", frames.size());
        for (int i = 0; i < frames.size(); i++) {
            if (frames.get(i) == null) {
                throw new IllegalArgumentException("Frames: expected images, got null at index " + i);
            }
        }
        int width = frames.get(0).getWidth();
        int height = frames.get(0).getHeight();
        for (int i = 0; i < frames.size(); i++) {
            BufferedImage frame = frames.get(i);
            if (frame.getWidth() != width || frame.getHeight() != height) {
                throw new IllegalArgumentException("Frames: expected all of one size, got " + width + "×" + height
                        + " first and " + frame.getWidth() + "×" + frame.getHeight() + " at index " + i);
            }
        }
        if (Math.max(width, height) > MOST) {
            throw new IllegalArgumentException("Frames: a GIF is at most " + MOST + " pixels wide and high, got "
                    + width + "×" + height + "; draw them smaller, by size or scale");
        }
        Style.requireFrames(1, frames.get(0));
        Memory.require(
                (double) frames.size() * width * height,
                frames.size() + " frames of " + width + "×" + height + " pixels",
                "take fewer or smaller ones");
        Palette palette = Palette.of(frames, colours, Style.KEPT);
        List<byte[]> indices = new ArrayList<>();
        for (BufferedImage frame : frames) {
            indices.add(palette.indices(frame));
        }
        return new Animation(width, height, palette, List.copyOf(indices), 12, 150, frames.size() + " frames");
    }

    /**
     * Sets the speed, as near as the format's hundredths of a second allow.
     *
     * @param rate frames a second, from 0.1 to 50
     * @return the animation at this speed
     */
    public Animation framesPerSecond(double rate) {
        if (!(rate >= 0.1 && rate <= 50)) {
            throw new IllegalArgumentException("Frames a second: expected 0.1 to 50, got " + rate);
        }
        return new Animation(width, height, palette, frames, (int) Math.round(100 / rate), hold, alternative);
    }

    /**
     * Sets how much longer than the others the last frame stays.
     *
     * @param seconds from 0 to 60
     * @return the animation with this pause
     */
    public Animation hold(double seconds) {
        if (!(seconds >= 0 && seconds <= 60)) {
            throw new IllegalArgumentException("Pause at the end: expected 0 to 60 seconds, got " + seconds);
        }
        return new Animation(width, height, palette, frames, delay, (int) Math.round(100 * seconds), alternative);
    }

    /**
     * Sets what the animation shows, in words.
     *
     * @param text the alternative text
     * @return the animation with this text
     */
    public Animation alternative(String text) {
        return new Animation(width, height, palette, frames, delay, hold, text);
    }

    @Override
    public Picture picture() {
        return Picture.gif(Gif.encode(frames, width, height, palette, delay, hold), "Animation: " + alternative);
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

    @Override
    public String toString() {
        return "Animation[" + frames.size() + " frames, " + width + "×" + height + ", " + alternative + "]";
    }
}
