package io.github.rieszflow.images;

import io.github.rieszflow.picture.ImageShape;

/** How pictures of any size become images of one shape. */
interface Fit {
    /** A part of a picture. */
    record Crop(int left, int top, int width, int height) {}

    /** The shape of the image that a picture makes. */
    ImageShape shape(int width, int height);

    /** What of a picture is taken. */
    Crop crop(int width, int height, String name);

    /** How one side of it is resized. */
    Resampling between(int from, int to);

    /** The square in the middle, resized. */
    static Fit square(int side) {
        return new Fit() {
            @Override
            public ImageShape shape(int width, int height) {
                return ImageShape.colour(side, side);
            }

            @Override
            public Crop crop(int width, int height, String name) {
                int least = Math.min(width, height);
                return new Crop((width - least) / 2, (height - least) / 2, least, least);
            }

            @Override
            public Resampling between(int from, int to) {
                return Resampling.smooth(from, to);
            }
        };
    }

    /** The picture as it is; the weights of a size that stays are one and nothing else. */
    static Fit whole() {
        return new Fit() {
            @Override
            public ImageShape shape(int width, int height) {
                return ImageShape.colour(height, width);
            }

            @Override
            public Crop crop(int width, int height, String name) {
                return new Crop(0, 0, width, height);
            }

            @Override
            public Resampling between(int from, int to) {
                return Resampling.smooth(from, to);
            }
        };
    }

    /** A face of CelebA, as the published experiments cut and resize it. */
    static Fit celebA() {
        return new Fit() {
            private static final int WIDTH = 178;
            private static final int HEIGHT = 218;
            /** What is cut off above and below, left and right. */
            private static final int ROWS = 39;

            private static final int COLUMNS = 19;
            private static final int SIDE = 64;

            @Override
            public ImageShape shape(int width, int height) {
                return ImageShape.colour(SIDE, SIDE);
            }

            @Override
            public Crop crop(int width, int height, String name) {
                if (width != WIDTH || height != HEIGHT) {
                    throw new IllegalArgumentException(name + " is no aligned picture of CelebA: expected " + WIDTH
                            + "×" + HEIGHT + " pixels, found " + width + "×" + height);
                }
                return new Crop(COLUMNS, ROWS, WIDTH - 2 * COLUMNS, HEIGHT - 2 * ROWS);
            }

            @Override
            public Resampling between(int from, int to) {
                return Resampling.sharp(from, to);
            }
        };
    }
}
