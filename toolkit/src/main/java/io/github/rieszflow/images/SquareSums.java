package io.github.rieszflow.images;

/**
 * Sums of bytes over squares of pixels. All rows of all planes lie one after the other, so squares of one column of squares
 * follow each other without regard to planes.
 *
 * @param bytes pixels, row by row
 * @param rows how many rows there are in all
 * @param width of a row
 * @param factor side of a square, dividing the height of a plane and the width
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SquareSums(byte[] bytes, int rows, int width, int factor) {
    interface Use {
        void sum(int square, int sum);
    }

    int size() {
        return rows / factor * (width / factor);
    }

    void each(Use use) {
        int across = width / factor;
        for (int square = 0; square < size(); square++) {
            int at = square / across * factor * width + square % across * factor;
            int sum = 0;
            for (int dy = 0; dy < factor; dy++) {
                for (int dx = 0; dx < factor; dx++) {
                    sum += bytes[at + dy * width + dx] & 255;
                }
            }
            use.sum(square, sum);
        }
    }
}
