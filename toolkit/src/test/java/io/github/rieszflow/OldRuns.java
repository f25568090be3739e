package io.github.rieszflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.measure.Points;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Small runs of every kind as version 0.1.0 wrote them, and what that version knew about them. */
public final class OldRuns {
    private static final String FOLDER = "/runs-of-version-1/";
    private static final JsonObject EXPECTED = expected();

    private OldRuns() {}

    private static JsonObject expected() {
        try (InputStream in = OldRuns.class.getResourceAsStream(FOLDER + "expected.json")) {
            return JsonParser.parseString(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file. */
    public static Path file(String name) {
        try {
            return Path.of(OldRuns.class.getResource(FOLDER + name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** A copy of a folder. */
    public static Path copy(String name, Path parent) {
        Path copy = parent.resolve(name);
        try (Stream<Path> files = Files.list(file(name))) {
            Files.createDirectories(copy);
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName().toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }

    /** What is known about a run. */
    public static JsonObject about(String name) {
        return EXPECTED.getAsJsonObject(name);
    }

    /** A list of numbers about a run. */
    public static double[] numbers(String name, String key) {
        JsonArray array = about(name).getAsJsonArray(key);
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).getAsDouble();
        }
        return numbers;
    }

    /** Numbers as they were kept, or with a tolerance as they were computed. */
    public static void assertClose(List<Double> numbers, String name, String key, double tolerance) {
        double[] expected = numbers(name, key);
        assertThat(numbers).as(name + " " + key).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(numbers.get(i)).as(name + " " + key + " " + i).isCloseTo(expected[i], within(tolerance));
        }
    }

    /** Coordinates as they were kept, or with a tolerance as they were computed. */
    public static void assertClose(Points points, String name, String key, double tolerance) {
        float[] values = points.toArray();
        assertClose(
                java.util.stream.IntStream.range(0, values.length)
                        .mapToObj(i -> (double) values[i])
                        .toList(),
                name,
                key,
                tolerance);
    }

    private static org.assertj.core.data.Offset<Double> within(double tolerance) {
        return org.assertj.core.api.Assertions.within(tolerance);
    }

    /** Pixels, each at most so many of 255 levels away. */
    public static void assertPixels(ImageSet images, String name, String key, int tolerance) {
        byte[] expected = HexFormat.of().parseHex(about(name).get(key).getAsString());
        ByteBuffer pixels = images.pixels().duplicate();
        assertThat(pixels.remaining()).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs((pixels.get(i) & 255) - (expected[i] & 255)))
                    .as(name + " " + key + " " + i)
                    .isLessThanOrEqualTo(tolerance);
        }
    }
}
