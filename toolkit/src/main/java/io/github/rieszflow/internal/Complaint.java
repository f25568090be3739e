package io.github.rieszflow.internal;

import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import org.jspecify.annotations.Nullable;

/**
 * What a reader of Java only warns of: that a file breaks off, or that its code makes no sense, and grey stands for the rest.
 * Here it ends the reading, and so does an interrupt.
 */
final class Complaint {
    /** What does not touch the pixels: profiles, thumbnails, version numbers, and bytes between them and the end mark. */
    private static final Pattern HARMLESS =
            Pattern.compile("(?i)profile|thumbnail|revision|color transform|extraneous bytes before marker 0xd9");

    private @Nullable String said;
    private boolean interrupted;

    private Complaint() {}

    static Complaint of(ImageReader reader) {
        Complaint complaint = new Complaint();
        reader.addIIOReadWarningListener((source, warning) -> {
            if (complaint.said == null && !HARMLESS.matcher(warning).find()) {
                complaint.said = warning;
                source.abort();
            }
        });
        reader.addIIOReadProgressListener(complaint.new Watch());
        return complaint;
    }

    /**
     * Ends in what was wrong, if anything was.
     *
     * @throws IIOException if the reader warned
     * @throws CancellationException if the thread was interrupted; it still is
     */
    void raise() throws IIOException {
        if (interrupted) {
            throw new CancellationException("reading a picture was interrupted");
        }
        String why = said;
        if (why != null) {
            throw new IIOException(why);
        }
    }

    /** Large pictures take a while. */
    private final class Watch implements IIOReadProgressListener {
        @Override
        public void imageProgress(ImageReader source, float percentageDone) {
            if (!interrupted && Thread.currentThread().isInterrupted()) {
                interrupted = true;
                source.abort();
            }
        }

        @Override
        public void imageStarted(ImageReader source, int imageIndex) {}

        @Override
        public void imageComplete(ImageReader source) {}

        @Override
        public void sequenceStarted(ImageReader source, int minIndex) {}

        @Override
        public void sequenceComplete(ImageReader source) {}

        @Override
        public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

        @Override
        public void thumbnailProgress(ImageReader source, float percentageDone) {}

        @Override
        public void thumbnailComplete(ImageReader source) {}

        @Override
        public void readAborted(ImageReader source) {}
    }
}
