package io.github.rieszflow.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells by its first bytes what a file is that was taken for something else. */
public final class Contents {
    /** Number of bytes that are looked at. */
    public static final int START = 64;

    private static final String AGAIN = ": download the file again";

    /** How a kind of file begins, in hexadecimal with dots for any digit, and what it is. */
    private record Kind(String start, String name) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("504b0304", "a zip archive: unpack it"),
            new Kind("504b0506", "an empty zip archive"),
            new Kind("1f8b", "a gzip file: unpack it"),
            new Kind("425a68", "a bzip2 file: unpack it"),
            new Kind("fd377a585a00", "an xz file: unpack it"),
            new Kind("28b52ffd", "a zstd file: unpack it"),
            new Kind("377abcaf271c", "a 7z archive: unpack it"),
            new Kind("526172211a07", "a RAR archive: unpack it"),
            new Kind("89504e470d0a1a0a", "a PNG picture"),
            new Kind("ffd8ff", "a JPEG picture"),
            new Kind("474946383.61", "a GIF picture"),
            new Kind("52494646........57454250", "a WebP picture: convert it to PNG"),
            new Kind("........66747970617669", "an AVIF picture: convert it to PNG"),
            new Kind("........6674797068656", "a HEIC picture: convert it to PNG"),
            new Kind("........667479706d696631", "a HEIC picture: convert it to PNG"),
            new Kind("49492a00", "a TIFF picture"),
            new Kind("4d4d002a", "a TIFF picture"),
            new Kind("934e554d5059", "a NumPy array"),
            new Kind("894844460d0a1a0a", "an HDF5 file"),
            new Kind("50415231", "a Parquet file"),
            new Kind("25504446", "a PDF document"),
            new Kind("00051607", "a companion file of macOS with no picture in it"),
            new Kind("0000080", "an IDX file"),
            new Kind("3c73766720", "an SVG drawing: convert it to PNG"));

    private Contents() {}

    /**
     * What a file is.
     *
     * @param start its first bytes, up to {@link #START}
     * @return for the place after "is", with what to do about it; empty if this is not known
     */
    public static Optional<String> name(byte[] start) {
        if (start.length == 0) {
            return Optional.of("an empty file");
        }
        String text = new String(start, StandardCharsets.ISO_8859_1)
                .replaceFirst("^ï»¿", "")
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        if (text.startsWith("<!doctype html") || text.startsWith("<html") || text.startsWith("<head")) {
            return Optional.of("a web page" + AGAIN);
        }
        if (text.startsWith("version https://git-lfs.github.com/")) {
            return Optional.of("a pointer of Git LFS in place of the file: fetch it with git lfs pull");
        }
        if (text.startsWith("<?xml")) {
            return Optional.of("an XML document, as servers send with an error" + AGAIN);
        }
        String hex = HexFormat.of().formatHex(start);
        Optional<String> known = KINDS.stream()
                .filter(kind -> hex.length() >= kind.start().length() && matches(hex, kind.start()))
                .map(Kind::name)
                .findFirst();
        return known.isPresent() || !text(start) ? known : Optional.of("text");
    }

    private static boolean matches(String hex, String start) {
        for (int i = 0; i < start.length(); i++) {
            if (start.charAt(i) != '.' && start.charAt(i) != hex.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean text(byte[] start) {
        return start.length >= 4
                && Arrays.equals(
                        start, new String(start, StandardCharsets.US_ASCII).getBytes(StandardCharsets.US_ASCII))
                && new String(start, StandardCharsets.US_ASCII)
                        .chars()
                        .allMatch(c -> (c >= ' ' && c < 127) || c == '\n' || c == '\r' || c == '\t');
    }
}
