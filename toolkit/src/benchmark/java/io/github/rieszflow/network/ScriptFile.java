package io.github.rieszflow.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A script as a file that PyTorch loads anywhere. */
public final class ScriptFile {
    private ScriptFile() {}

    /** Writes methods in resolved form as a TorchScript archive. */
    public static void write(Path file, String methods) throws IOException {
        Files.write(file, Script.archive(methods));
    }
}
