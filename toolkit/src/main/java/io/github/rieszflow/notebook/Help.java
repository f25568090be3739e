package io.github.rieszflow.notebook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Help at the prompt. */
public final class Help {
    private Help() {}

    /** Prints a tour of the toolkit. */
    public static void help() {
        System.out.println(tour());
    }

    static String tour() {
        try (InputStream in = Help.class.getResourceAsStream("tour.txt")) {
            if (in == null) {
                throw new IllegalStateException("The toolkit's jar is incomplete: it has no tour.txt");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException("The tour cannot be read", e);
        }
    }
}
