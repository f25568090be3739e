package io.github.rieszflow.checkpoint;

import java.nio.file.Path;

/** Old format: the index as version 0.1 wrote it, with one header for settings and progress, and no checksum of its own. */
final class FirstIndex {
    private FirstIndex() {}

    static RunIndex read(Settings index, String kind, Path folder) {
        RunIndex.requireKind(index, kind, folder);
        index.exactly("format", "kind", "version", "save", "rieszflow", "java", "header", "parts");
        return new RunIndex(
                1,
                index.whole("save"),
                Settings.none(),
                index.settings("header"),
                RunIndex.parts(index.settings("parts")));
    }
}
