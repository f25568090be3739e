package io.github.rieszflow.network;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A script as a file that PyTorch loads anywhere. */
public final class ScriptFile {
    private ScriptFile() {}

    /** Writes methods in resolved form as a TorchScript archive. */
    public static void write(Path file, String methods) throws IOException {
        Files.write(file, Script.archive(methods));
    }

    /** Writes numbers in single precision, the lowest byte first. */
    public static void numbers(Path file, float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        Files.write(file, bytes.array());
    }
}
