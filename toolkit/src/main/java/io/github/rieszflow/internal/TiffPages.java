package io.github.rieszflow.internal;

import java.io.IOException;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;

/** What a TIFF file says besides its pixels. */
final class TiffPages {
    private TiffPages() {}

    /** From 1 to 8, see {@link Orientation}; a file of several pages is refused, as all but one would be lost. */
    static int orientation(ImageReader reader) throws IOException {
        int pages = reader.getNumImages(true);
        if (pages > 1) {
            throw new IIOException("it has " + pages + " pages: save each as a picture of its own");
        }
        IIOMetadata metadata = reader.getImageMetadata(0);
        TIFFField field = TIFFDirectory.createFromMetadata(metadata).getTIFFField(BaselineTIFFTagSet.TAG_ORIENTATION);
        int value = field == null ? Orientation.UPRIGHT : field.getAsInt(0);
        return value >= 1 && value <= 8 ? value : Orientation.UPRIGHT;
    }
}
