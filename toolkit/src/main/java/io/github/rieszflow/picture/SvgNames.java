package io.github.rieszflow.picture;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Clips in SVG are named after addresses in memory; counted instead, the same picture is the same file. */
final class SvgNames {
    private static final Pattern CLIP = Pattern.compile("clip-?\\d+");

    private SvgNames() {}

    static String counted(String svg) {
        Map<String, String> names = new LinkedHashMap<>();
        return CLIP.matcher(svg)
                .replaceAll(found -> names.computeIfAbsent(found.group(), name -> "clip" + (names.size() + 1)));
    }
}
