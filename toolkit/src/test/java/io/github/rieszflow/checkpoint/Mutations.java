package io.github.rieszflow.checkpoint;

import io.github.rieszflow.measure.RandomStream;
import java.util.Arrays;

/** Wrong copies of files. */
public final class Mutations {
    private Mutations() {}

    /** A copy with a bit turned, a piece cut out or doubled, two bytes exchanged, or cut short. */
    public static byte[] mutate(byte[] right, RandomStream random) {
        byte[] wrong = right.clone();
        int at = random.nextInt(right.length);
        switch (random.nextInt(8)) {
            case 0 -> {
                int other = random.nextInt(right.length);
                wrong[at] = right[other];
                wrong[other] = right[at];
            }
            case 1 -> {
                int length = Math.min(right.length - at, 1 + random.nextInt(20));
                wrong = new byte[right.length - length];
                System.arraycopy(right, 0, wrong, 0, at);
                System.arraycopy(right, at + length, wrong, at, right.length - at - length);
            }
            case 2 -> {
                int length = Math.min(right.length - at, 1 + random.nextInt(20));
                wrong = Arrays.copyOf(right, right.length + length);
                System.arraycopy(right, at, wrong, at + length, right.length - at);
            }
            case 3 -> wrong = Arrays.copyOf(right, at);
            default -> wrong[at] ^= (byte) (1 << random.nextInt(8));
        }
        return wrong;
    }
}
