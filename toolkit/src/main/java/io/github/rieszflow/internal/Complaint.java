package io.github.rieszflow.internal;

import java.util.regex.Pattern;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;

/**
 * What a reader of Java only warns of: that a file breaks off, or that its code makes no sense, and grey stands for the rest.
 * Here it ends the reading.
 */
final class Complaint {
    /** What does not touch the pixels: profiles, thumbnails, version numbers, and bytes between them and the end mark. */
    private static final Pattern HARMLESS =
            Pattern.compile("(?i)profile|thumbnail|revision|color transform|extraneous bytes before marker 0xd9");

    private @Nullable String said;

    private Complaint() {}

    static Complaint of(ImageReader reader) {
        Complaint complaint = new Complaint();
        reader.addIIOReadWarningListener((source, warning) -> {
            if (complaint.said == null && !HARMLESS.matcher(warning).find()) {
                complaint.said = warning;
                source.abort();
            }
        });
        return complaint;
    }

    void raise() throws IIOException {
        String why = said;
        if (why != null) {
            throw new IIOException(why);
        }
    }
}
