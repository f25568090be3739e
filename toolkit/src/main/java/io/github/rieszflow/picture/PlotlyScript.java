package io.github.rieszflow.picture;

import io.github.rieszflow.internal.PackedScript;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The script plotly.js, cut down to the kinds of traces a figure has: the whole of it would put 1.4 MB into every output,
 * what the plane needs is 0.4 MB and what space needs 0.6 MB.
 *
 * <p>The file is a map from numbers to modules, each with a map from the names it requires to numbers. What is kept is all
 * that can be reached from the entry once it requires an empty module in place of each unwanted kind.
 */
final class PlotlyScript {
    /** Curves, bars and heat maps. */
    static final PlotlyScript PLANE = new PlotlyScript(Set.of("./core", "./bar", "./heatmap"));

    /** Points in three dimensions. */
    static final PlotlyScript SPACE = new PlotlyScript(Set.of("./core", "./scatter3d"));

    private static final Pattern HEAD = Pattern.compile("[{,]([0-9e]+):\\[function\\(t,e,r\\)\\{");
    private static final Pattern REQUIRED = Pattern.compile("(\"[^\"]*\"|[\\w$]+):([0-9e]+)");
    /** Beyond all numbers in use; plotly.js takes a method that is never called from it. */
    private static final String NOTHING =
            "1000000:[function(t,e,r){e.exports={moduleType:\"apiMethod\",name:\"nothing\"}},{}]";

    private record Module(String text, Map<String, Integer> required) {}

    private final Set<String> kinds;
    private String packed = "";

    private PlotlyScript(Set<String> kinds) {
        this.kinds = kinds;
    }

    /** The script, compressed by gzip and in base64. Made once. */
    synchronized String packed() {
        if (packed.isEmpty()) {
            packed = PackedScript.pack(cut(PackedScript.plotly(), kinds));
        }
        return packed;
    }

    static String cut(String script, Set<String> kinds) {
        Matcher head = HEAD.matcher(script);
        if (!head.find()) {
            throw new IllegalStateException("plotly.min.js is not the bundle of modules that was expected");
        }
        int begin = head.start() + 1;
        int end = script.lastIndexOf("},{},[");
        Map<Integer, Module> modules = new LinkedHashMap<>();
        int number = number(head.group(1));
        int from = begin;
        while (head.find()) {
            modules.put(number, module(script.substring(from, head.start())));
            from = head.start() + 1;
            number = number(head.group(1));
        }
        modules.put(number, module(script.substring(from, end)));
        int entry = number(script.substring(end + 6, script.indexOf(']', end)));
        modules.computeIfPresent(entry, (key, module) -> only(module, kinds));
        StringBuilder out = new StringBuilder(script.substring(0, begin));
        for (int kept : reached(modules, entry)) {
            out.append(text(modules, kept)).append(',');
        }
        return out.append(NOTHING).append(script, end, script.length()).toString();
    }

    /** A module and the names it requires, which stand in the last pair of braces. */
    private static Module module(String text) {
        Map<String, Integer> required = new LinkedHashMap<>();
        Matcher one = REQUIRED.matcher(text);
        one.region(text.lastIndexOf("},{") + 2, text.length());
        while (one.find()) {
            required.put(one.group(1).replace("\"", ""), number(one.group(2)));
        }
        return new Module(text, required);
    }

    /** The entry with an empty module for each kind not wanted. */
    private static Module only(Module entry, Set<String> kinds) {
        Map<String, Integer> required = new LinkedHashMap<>();
        StringBuilder map = new StringBuilder();
        entry.required.forEach((name, number) -> {
            boolean wanted = kinds.contains(name);
            if (wanted) {
                required.put(name, number);
            }
            map.append(map.length() == 0 ? "" : ",").append('"').append(name).append("\":");
            map.append(wanted ? number : 1_000_000);
        });
        String text = entry.text.substring(0, entry.text.lastIndexOf("},{") + 3) + map + "}]";
        return new Module(text, required);
    }

    private static Set<Integer> reached(Map<Integer, Module> modules, int entry) {
        Set<Integer> seen = new TreeSet<>();
        Deque<Integer> next = new ArrayDeque<>();
        next.add(entry);
        while (!next.isEmpty()) {
            int number = next.remove();
            Module module = modules.get(number);
            if (module != null && seen.add(number)) {
                next.addAll(module.required.values());
            }
        }
        return seen;
    }

    private static String text(Map<Integer, Module> modules, int number) {
        Module module = modules.get(number);
        return module == null ? "" : module.text;
    }

    /** The file writes 1000 as 1e3. */
    private static int number(String text) {
        return (int) Double.parseDouble(text);
    }
}
