package io.github.rieszflow.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.internal.PackedScript;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InteractiveTest {
    private static final double[] XS = {1, 2, 3};

    @TempDir
    Path folder = Path.of("");

    private static float[] cloud(int n, int d) {
        SplittableRandom random = new SplittableRandom(n);
        float[] values = new float[n * d];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** What the page unpacks and runs: plotly.js, and the figure. */
    private static List<String> scripts(String page) throws IOException {
        List<String> scripts = new ArrayList<>();
        Matcher packed = Pattern.compile("run\\('([A-Za-z0-9+/=]+)'\\)").matcher(page);
        while (packed.find()) {
            byte[] bytes = Base64.getDecoder().decode(packed.group(1));
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                scripts.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(scripts).hasSize(2);
        return scripts;
    }

    private static String figure(Interactive interactive) throws IOException {
        return scripts(interactive.page()).get(1);
    }

    private static int numbers(String figure, String place) {
        int from = figure.indexOf(place) + place.length();
        return figure.substring(from, figure.indexOf(']', from)).split(",").length;
    }

    @Test
    void everyOutputHasTheLiveTheStillAndTheWords() {
        Chart chart = Chart.of("Decay").x("step").y("MMD²").line("exact", XS, XS);
        Map<String, String> bundle = chart.interactive().picture().bundle();
        assertThat(bundle.keySet()).containsExactly("text/html", "image/png", "text/plain");
        assertThat(bundle).containsEntry("text/plain", "Decay: MMD² against step; exact");
        assertThat(bundle.get("image/png")).isEqualTo(chart.picture().bundle().get("image/png"));
        assertThat(bundle.get("text/html"))
                .contains("<img src=\"data:image/png;base64,")
                .contains("alt=\"Decay: MMD² against step; exact\"")
                .contains("<iframe")
                .contains("sandbox=\"allow-scripts allow-downloads\"")
                .contains("srcdoc=\"&lt;!DOCTYPE html&gt;");
        assertThat(chart.interactive()).hasToString("Interactive[640×400, Decay: MMD² against step; exact]");
    }

    @Test
    void nothingIsFetched() throws IOException {
        Interactive interactive =
                Clouds.strip(List.of(Clouds.panel("a", cloud(10, 2), 10, 2))).interactive();
        String page = interactive.page();
        assertThat(page).contains("Content-Security-Policy").contains("default-src 'none'");
        assertThat(page).doesNotContain("http:", "https:", "src=\"");
        assertThat(figure(interactive)).doesNotContain("http", "cdn");
    }

    @Test
    void theScriptIsCutToWhatIsDrawn() throws IOException {
        String whole = PackedScript.plotly();
        assertThat(whole).contains("plotly.js v1.54.6");
        String plane = scripts(Chart.of("t")
                        .x("x")
                        .y("y")
                        .line("a", XS, XS)
                        .interactive()
                        .page())
                .get(0);
        assertThat(plane).contains("plotly.js v1.54.6", "Licensed under the MIT license");
        assertThat(plane.length()).isBetween(whole.length() / 5, whole.length() / 3);
        String space = PlotlyScript.cut(whole, java.util.Set.of("./core", "./scatter3d"));
        assertThat(space.length()).isBetween(plane.length(), whole.length() / 2);
        for (String script : List.of(plane, space)) {
            assertThat(script).endsWith("},{},[26])(26)}));");
            assertThat(missing(script)).as("modules required and cut away").isEmpty();
        }
    }

    /** The numbers that a bundle requires and does not hold. */
    private static List<String> missing(String bundle) {
        List<String> held = new ArrayList<>();
        Matcher head =
                Pattern.compile("[{,]([0-9e]+):\\[function\\(t,e,r\\)\\{").matcher(bundle);
        while (head.find()) {
            held.add(number(head.group(1)));
        }
        List<String> missing = new ArrayList<>();
        int maps = 0;
        Matcher map = Pattern.compile("\\},\\{((?:(?:\"[^\"]*\"|[\\w$]+):[0-9e]+,?)+)\\}\\][,}]")
                .matcher(bundle);
        while (map.find()) {
            maps++;
            for (String one : map.group(1).split(",", -1)) {
                String number = number(one.substring(one.lastIndexOf(':') + 1));
                if (!held.contains(number)) {
                    missing.add(one);
                }
            }
        }
        assertThat(held).hasSizeGreaterThan(300);
        assertThat(maps).as("modules that require others").isGreaterThan(200);
        return missing;
    }

    private static String number(String text) {
        return String.valueOf((int) Double.parseDouble(text));
    }

    @Test
    void cuttingLeavesWhatCanBeReached() {
        String bundle = "!function(){}({1:[function(t,e,r){a(t(\"./core\"),t(\"./pie\"),t(\"./bar\"))},"
                + "{\"./bar\":2,\"./core\":3,\"./pie\":1e3}],2:[function(t,e,r){b},{\"./lib\":4}],"
                + "3:[function(t,e,r){c},{lib:4}],4:[function(t,e,r){d},{}],1e3:[function(t,e,r){p},{only:1001}],"
                + "1001:[function(t,e,r){q},{}]},{},[1])(1)}));";
        assertThat(PlotlyScript.cut(bundle, java.util.Set.of("./core", "./bar")))
                .isEqualTo("!function(){}({1:[function(t,e,r){a(t(\"./core\"),t(\"./pie\"),t(\"./bar\"))},"
                        + "{\"./bar\":2,\"./core\":3,\"./pie\":1000000}],2:[function(t,e,r){b},{\"./lib\":4}],"
                        + "3:[function(t,e,r){c},{lib:4}],4:[function(t,e,r){d},{}],"
                        + "1000000:[function(t,e,r){e.exports={moduleType:\"apiMethod\",name:\"nothing\"}},{}]"
                        + "},{},[1])(1)}));");
        assertThatThrownBy(() -> PlotlyScript.cut("var x = 1;", java.util.Set.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not the bundle of modules");
    }

    @Test
    void panelsAreFramesOfOnePictureWithASlider() throws IOException {
        Clouds clouds = Clouds.strip(List.of(
                Clouds.panel("step 0", cloud(40, 2), 40, 2)
                        .over(cloud(30, 2), 30, 2)
                        .circle(1),
                Clouds.panel("step 12", cloud(50, 2), 50, 2)
                        .over(cloud(30, 2), 30, 2)
                        .circle(2)));
        String figure = figure(clouds.interactive());
        assertThat(numbers(figure, "var trace0 =\n{\nx: [")).as("targets").isEqualTo(30);
        assertThat(numbers(figure, "var trace1 =\n{\nx: [")).as("points").isEqualTo(40);
        assertThat(figure).contains("trace2.name = 'exact'");
        assertThat(figure).contains("prefix:'step '", "{label:'0',", "{label:'12',");
        assertThat(numbers(figure, "{name:'1',traces:[1,2],data:[{x:[")).isEqualTo(50);
        assertThat(figure).doesNotContain("shown");
        String alone = figure(
                Clouds.strip(List.of(Clouds.panel("a", cloud(4, 2), 4, 2))).interactive());
        assertThat(alone).doesNotContain("sliders", "addFrames");
    }

    @Test
    void cloudsInSpaceHaveThreeAxes() throws IOException {
        Clouds space = Clouds.strip(List.of(Clouds.panel("a", cloud(10, 3), 10, 3)));
        assertThat(figure(space.interactive())).contains("type: 'scatter3d'", "layout.scene.zaxis");
        assertThat(scripts(space.interactive().page()).get(0)).contains("scatter3d");
        Clouds more = Clouds.strip(List.of(Clouds.panel("a", cloud(10, 4), 10, 4)));
        assertThat(figure(more.interactive())).contains("type: 'scatter'").doesNotContain("scatter3d");
        Clouds line = Clouds.strip(List.of(Clouds.panel("a", cloud(10, 1), 10, 1)));
        assertThat(figure(line.interactive())).contains("'line-ns-open'");
    }

    @Test
    void largeCloudsAreThinnedAndSayso() throws IOException {
        Interactive one = Clouds.strip(List.of(Clouds.panel("a", cloud(10_000, 2), 10_000, 2)))
                .interactive();
        assertThat(figure(one)).contains("4,000 of 10,000 points shown.");
        assertThat(numbers(figure(one), "var trace0 =\n{\nx: [")).isEqualTo(4000);

        float[] many = cloud(6000, 3);
        List<Clouds.Panel> panels = IntStream.range(0, 100)
                .mapToObj(i -> Clouds.panel("step " + i, many, 6000, 3))
                .toList();
        Interactive animation = Clouds.strip(panels).interactive();
        String figure = figure(animation);
        assertThat(figure).contains("500 of 6,000 points shown.", "{name:'59',").doesNotContain("{name:'60',");
        assertThat(figure).contains("{label:'99',");
        int size = animation.picture().bundle().values().stream()
                .mapToInt(String::length)
                .sum();
        assertThat(size).as("characters in the notebook").isLessThan(1_500_000);
    }

    @Test
    void chartsKeepTheirFormAndTheirNumbers() throws IOException {
        double[] tenth = {0.1, 0.123456789, 0.3};
        String figure = figure(Chart.of("t")
                .x("x")
                .y("y")
                .logY()
                .errors("measured", XS, XS, tenth)
                .band("band", XS, XS, new double[] {2, 3, 4})
                .dashed("theory", XS, XS)
                .interactive());
        assertThat(figure)
                .contains("error_y = {type:'data',array:[0.1,0.123457,0.3]", "tonexty", "\"dash\" : \"dash\"");
        assertThat(figure).contains("type: 'log'", "type: 'linear'");
        double[] long1 = IntStream.range(0, 20_000).asDoubleStream().toArray();
        String thinned =
                figure(Chart.of("t").x("x").y("y").line("a", long1, long1).interactive());
        assertThat(thinned).contains("At most 5,000 of up to 20,000 points of a curve are shown.");
        assertThat(numbers(thinned, "var trace0 =\n{\nx: [")).isEqualTo(5000);
    }

    @Test
    void textsCannotLeaveTheirPlace() throws IOException {
        String nasty = "It's </script> \"x\" & \\ \n end";
        Interactive chart =
                Chart.of(nasty).x(nasty).y(nasty).line(nasty, XS, XS).interactive();
        assertThat(figure(chart))
                .contains("trace0.name = 'It&#39;s &#60;/script&#62; &#34;x&#34; &#38; &#92;   end'")
                .doesNotContain("</script>");
        assertThat(chart.page().split("</script>", -1)).hasSize(2);
        assertThat(chart.page()).contains("<title>It&#39;s &lt;/script&gt;");
    }

    @Test
    void thePageOfItsOwnIsWholeAndAlike() throws IOException {
        Chart chart = Chart.of("t").x("x").y("y").line("a", XS, XS);
        Path page = folder.resolve("chart.html");
        chart.interactive().save(page.toString());
        assertThat(Files.readString(page)).isEqualTo(chart.interactive().page()).endsWith("</html>");
        assertThatThrownBy(() -> chart.interactive().save("chart.png"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a file name ending in .html, got chart.png");
    }

    @Test
    void theStillInHtmlIsSmallAndOfTheSameSizeOnTheScreen() {
        Picture fine = Clouds.strip(List.of(Clouds.panel("a", cloud(3000, 2), 3000, 2)))
                .picture();
        Picture coarse = fine.coarse();
        BufferedImage image = coarse.image();
        assertThat(image.getWidth()).isEqualTo(fine.image().getWidth() / 2);
        assertThat(coarse.metadata().get("image/png")).isEqualTo(fine.metadata().get("image/png"));
        assertThat(coarse.element("").length()).isLessThan(fine.element("").length() / 2);
        int[] corners = image.getRGB(0, 0, 3, 3, null, 0, 3);
        assertThat(Arrays.stream(corners).allMatch(rgb -> (rgb & 0xffffff) == 0xffffff))
                .isTrue();
        assertThatThrownBy(() -> Picture.text("a").live("<p>"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a PNG");
    }
}
