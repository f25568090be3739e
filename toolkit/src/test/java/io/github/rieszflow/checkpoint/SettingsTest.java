package io.github.rieszflow.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private enum Colour {
        RED,
        GREEN
    }

    private interface Open {}

    private sealed interface Shape {
        record Round(double radius) implements Shape {}

        record Flat() implements Shape {}
    }

    private record Mine(int size) implements Open {}

    private record Inner(long wide, List<Integer> sides) {}

    private record All(
            int count,
            double number,
            boolean truth,
            String text,
            Colour colour,
            List<Inner> inner,
            Shape shape,
            @Nullable Inner none) {
        All {
            if (count == 13) {
                throw new IllegalArgumentException("the count must not be 13");
            }
        }
    }

    private record Grown(
            int first,
            @Later(before = "3") int second,
            @Later(before = "{\"type\": \"Flat\"}") Shape third) {}

    private static final All ALL = new All(
            7,
            -0.1,
            true,
            "“é\n",
            Colour.GREEN,
            List.of(new Inner(Long.MAX_VALUE, List.of(1, 2)), new Inner(0, List.of())),
            new Shape.Round(Double.MIN_VALUE),
            null);

    private static Settings parsed(String json) {
        return Settings.read(StrictJson.parse("{\"all\":" + json + "}").getAsJsonObject(), "file", "");
    }

    private static String written() {
        return RecordJson.write(ALL, All.class).toString();
    }

    @Test
    void whatARecordGotLaterIsWrittenOnlyWhereItIsNotWhatItWasBefore() {
        Grown before = new Grown(1, 3, new Shape.Flat());
        assertThat(RecordJson.write(before, Grown.class)).hasToString("{\"first\":1}");
        assertThat(parsed("{\"first\":1}").as("all", Grown.class)).isEqualTo(before);
        assertThat(parsed("{\"first\":1,\"second\":3}").as("all", Grown.class)).isEqualTo(before);
        Grown other = new Grown(1, 4, new Shape.Round(2));
        assertThat(Settings.none().with("all", other).as("all", Grown.class)).isEqualTo(other);
        assertThatThrownBy(() -> parsed("{\"second\":3}").as("all", Grown.class))
                .hasMessageContaining("all.first is missing");
        assertThatThrownBy(() -> parsed("{\"first\":1,\"third\":null}").as("all", Grown.class))
                .hasMessageContaining("all.third must be something");
    }

    @Test
    void recordsComeBackBitForBit() {
        assertThat(Settings.none().with("all", ALL).as("all", All.class)).isEqualTo(ALL);
        assertThat(parsed(written().replace("null", "{\"wide\":1,\"sides\":[3]}"))
                        .as("all", All.class)
                        .none())
                .isEqualTo(new Inner(1, List.of(3)));
        assertThat(Settings.none().with("seed", new Seed(5)).as("seed", Seed.class))
                .isEqualTo(new Seed(5));
        Settings seam = Settings.none().with("shape", new Shape.Flat(), Shape.class);
        assertThat(seam).hasToString("{\"shape\":{\"type\":\"Flat\"}}");
        assertThat(seam.as("shape", Shape.class)).isEqualTo(new Shape.Flat());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"count\":7|\"count\":7.5|all.count must be a whole number, not 7.5",
                "\"count\":7|\"count\":3000000000|all.count must be a whole number",
                "\"count\":7|\"count\":\"7\"|all.count must be a int, not \"7\"",
                "\"count\":7,|``|all.count is missing",
                "\"count\":7|\"count\":7,\"more\":1|all.more is unknown",
                "\"count\":7|\"count\":13|all is refused: the count must not be 13",
                "\"truth\":true|\"truth\":\"true\"|all.truth must be a boolean",
                "\"truth\":true|\"truth\":null|all.truth must be a boolean, not null",
                "GREEN|BLUE|all.colour must be a Colour, not \"BLUE\"",
                "[1,2]|[1,\"2\"]|all.inner[0].sides[1] must be a Integer",
                "[1,2]|{}|all.inner[0].sides must be a list, not {}",
                "[1,2]|[1,null]|all.inner[0].sides[1] must be something, not null",
                "\"type\":\"Round\"|\"type\":\"Square\"|all.shape is Square, which no folder can hold",
                "\"type\":\"Round\",|``|which no folder can hold",
                "\"shape\":{|\"shape\":{\"more\":1,|all.shape.more is unknown",
            })
    void whatIsNotRightIsRefusedByName(String right, String wrong, String message) {
        String json = written().replace(right, wrong);
        assertThat(json).isNotEqualTo(written());
        assertThatThrownBy(() -> parsed(json).as("all", All.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("file is damaged or not what it should be (all")
                .hasMessageContaining(message);
    }

    @Test
    void whatIsOfTheUsersOwnHasItsNameOnly() {
        Settings mine = Settings.none().with("open", new Mine(3), Open.class);
        assertThat(mine.settings("open").text("type")).isEqualTo("io.github.rieszflow.checkpoint.SettingsTest$Mine");
        assertThat(mine.settings("open").count("size")).isEqualTo(3);
        assertThatThrownBy(() -> mine.as("open", Open.class)).hasMessageContaining("only the program that made it");
        Open lambda = new Open() {};
        assertThat(Settings.none().with("open", lambda, Open.class)).isNotEqualTo(mine);
        Runnable code = () -> {};
        assertThat(Settings.none().with("open", code, Runnable.class))
                .hasToString("{\"open\":{\"type\":\"a function\"}}");
    }

    @Test
    void valuesAreReadStrictly() {
        Settings s = Settings.none()
                .with("text", "a")
                .with("whole", Long.MIN_VALUE)
                .with("number", 0.1)
                .with("truth", true)
                .with("numbers", List.of(1.5, 2.0))
                .with("counts", List.of(1, 2))
                .with("inner", Settings.none().with("count", 4));
        assertThat(s.text("text")).isEqualTo("a");
        assertThat(s.whole("whole")).isEqualTo(Long.MIN_VALUE);
        assertThat(s.number("number")).isEqualTo(0.1);
        assertThat(s.truth("truth")).isTrue();
        assertThat(s.numbers("numbers")).containsExactly(1.5, 2.0);
        assertThat(s.counts("counts")).containsExactly(1, 2);
        assertThat(s.settings("inner").count("count")).isEqualTo(4);
        assertThatThrownBy(() -> s.text("whole"))
                .hasMessage("these settings is damaged or not what it should be (whole must be a text, not"
                        + " -9223372036854775808): restore it from a copy");
        assertThatThrownBy(() -> s.whole("number")).hasMessageContaining("number must be a whole number, not 0.1");
        assertThatThrownBy(() -> s.count("whole")).hasMessageContaining("whole must be a count");
        assertThatThrownBy(() -> s.truth("text")).hasMessageContaining("text must be true or false");
        assertThatThrownBy(() -> s.numbers("text")).hasMessageContaining("text must be a list of numbers");
        assertThatThrownBy(() -> s.counts("numbers")).hasMessageContaining("numbers must be a list of counts");
        assertThatThrownBy(() -> s.settings("text")).hasMessageContaining("text must be an object");
        assertThatThrownBy(() -> s.settings("inner").number("rate")).hasMessageContaining("inner.rate is missing");
        assertThatThrownBy(() -> s.settings("inner").exactly()).hasMessageContaining("inner.count is unknown");
        assertThatThrownBy(() -> s.settings("inner").exactly("count", "rate"))
                .hasMessageContaining("inner.rate is missing");
        assertThatThrownBy(() -> s.with("text", 1)).hasMessage("there is a setting text already");
        assertThatThrownBy(() -> s.with("rate", Double.NaN))
                .hasMessage("settings must be finite to be kept: received NaN");
    }

    @Test
    void tellsWhatDiffers() {
        Settings mine = Settings.none().with("all", ALL).with("seed", 5L);
        mine.requireSame(Settings.none().with("all", ALL).with("seed", 5L), "the run in /here");
        assertThatThrownBy(() -> mine.requireSame(
                        Settings.none()
                                .with(
                                        "all",
                                        new All(
                                                7,
                                                -0.1,
                                                true,
                                                "“é\n",
                                                Colour.GREEN,
                                                ALL.inner(),
                                                new Shape.Flat(),
                                                null))
                                .with("seed", 5L),
                        "the run in /here"))
                .hasMessage("the run in /here has all.shape.type Round and cannot go on with Flat: use the same, or"
                        + " another folder");
        assertThatThrownBy(() -> mine.requireSame(Settings.none().with("all", ALL), "it"))
                .hasMessageContaining("it has seed 5 and cannot go on with nothing");
    }

    @Test
    void dataAreToldApartByShapeWeightsAndEveryBit() {
        Points x = Points.of(new float[] {1, 2, 3, 4}, 2, 2);
        assertThat(Settings.data(x))
                .startsWith("2×2, sha256 ")
                .isEqualTo(Settings.data(Points.of(new float[] {1, 2, 3, 4}, 2, 2)))
                .isNotEqualTo(Settings.data(Points.of(new float[] {1, 2, 3, 4}, 4, 1)))
                .isNotEqualTo(Settings.data(Points.of(new float[] {1, 2, 3, Math.nextUp(4f)}, 2, 2)));
        assertThat(Settings.data(x.weighted(1, 2)))
                .startsWith("2×2 weighted, sha256 ")
                .isNotEqualTo(Settings.data(x.weighted(2, 1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"a\":1}",
                "{a:1}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "[1,]",
                "[1] 2",
                "[1",
                "'a'",
                "/**/1",
                "[tRUE]"
            })
    void jsonIsReadToTheLetter(String text) {
        assertThatThrownBy(() -> StrictJson.parse(text)).isInstanceOf(com.google.gson.JsonParseException.class);
    }

    @Test
    void oneTextForEqualContents() {
        JsonElement one = StrictJson.parse("{\"b\": [1.50, {\"d\":null,\"c\":\"<é>\"}], \"a\": true}");
        assertThat(StrictJson.canonical(one)).isEqualTo("{\"a\":true,\"b\":[1.50,{\"c\":\"<é>\",\"d\":null}]}");
        assertThat(StrictJson.canonical(StrictJson.parse(StrictJson.pretty(one))))
                .isEqualTo(StrictJson.canonical(one));
    }
}
