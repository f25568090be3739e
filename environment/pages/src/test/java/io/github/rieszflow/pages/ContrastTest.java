package io.github.rieszflow.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text can be read on its ground: WCAG 2.2, 1.4.3 asks for a contrast of 4.5. */
class ContrastTest {
    private static final Pattern COLOUR = Pattern.compile("--(\\w+): #([0-9a-f]{6})");
    private static final double LEAST = 4.5;

    private static Map<String, Double> luminances(int theme) throws IOException {
        String css = Site.resource("site.css");
        int from = -1;
        for (int i = 0; i < theme; i++) {
            from = css.indexOf(":root {", from + 1);
        }
        css = css.substring(from, css.indexOf('}', from));
        Map<String, Double> luminances = new HashMap<>();
        for (Matcher colour = COLOUR.matcher(css); colour.find(); ) {
            int rgb = Integer.parseInt(colour.group(2), 16);
            luminances.put(
                    colour.group(1),
                    0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8 & 255) + 0.0722 * linear(rgb & 255));
        }
        return luminances;
    }

    private static double linear(int level) {
        double share = level / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void everyColourOfTextStandsOutFromBothGrounds(int theme) throws IOException {
        Map<String, Double> colours = luminances(theme);
        assertThat(colours.remove("line")).as("a line is no text").isNotNull();
        for (String ground : List.of("ground", "panel")) {
            double below = colours.getOrDefault(ground, Double.NaN);
            colours.forEach((name, luminance) -> {
                if (!name.equals("ground") && !name.equals("panel")) {
                    double contrast = (Math.max(luminance, below) + 0.05) / (Math.min(luminance, below) + 0.05);
                    assertThat(contrast).as("%s on %s", name, ground).isGreaterThan(LEAST);
                }
            });
        }
        assertThat(colours).hasSize(10);
    }
}
