package io.github.rieszflow.pages;

/**
 * A picture of a notebook.
 *
 * @param file where it is in the site
 * @param alt what it shows
 * @param width its width on the page, in pixels
 * @param height its height
 */
record Picture(String file, String alt, int width, int height) {
    private static final int LONGEST = 3;
    private static final int FITTING = 100;

    /** Whether it is too wide for a card of the gallery. */
    boolean strip() {
        return width >= LONGEST * height;
    }

    /** How well it stands for a notebook: the largest, strips and columns only where there is nothing else. */
    int worth() {
        return width * height * (strip() || height >= LONGEST * width ? 1 : FITTING);
    }
}
