package io.github.rieszflow.network;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * TorchScript from source text: an archive without parameters, written here and loaded through DJL. So a whole training
 * step is one call into native code, and gradients of gradients, which DJL's own interface leaks, come for free.
 */
final class Script implements AutoCloseable {
    private static final String METHOD = "module_method:";

    private final PtSymbolBlock module;

    private Script(PtSymbolBlock module) {
        this.module = module;
    }

    /**
     * Compiles methods.
     *
     * @param manager says where the module lives; not modified
     * @param methods {@code def name(self, …) -> …:} with resolved names: {@code torch.relu(x)}, {@code (self).other(x, )}
     */
    static Script load(NDManager manager, String methods) {
        try {
            return new Script(JniUtils.loadModule(
                    (PtNDManager) manager, new ByteArrayInputStream(archive(methods)), true, false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (EngineException e) {
            throw new IllegalArgumentException("PyTorch does not understand the text of a network: " + reason(e), e);
        }
    }

    /** What PyTorch has to say, without the places in its own sources. */
    static String reason(EngineException e) {
        return reason(String.valueOf(e.getMessage()));
    }

    static String reason(String message) {
        List<String> lines = message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.stream()
                .filter(line -> line.startsWith("RuntimeError: "))
                .map(line -> line.substring("RuntimeError: ".length()))
                .findFirst()
                .orElse(lines.isEmpty() ? "no reason given" : lines.get(0));
    }

    /** Calls a method with tensors; those named {@code x[]} arrive as one list. */
    NDList call(NDManager manager, String method, NDList inputs) {
        NDArray name = manager.create(0f);
        name.setName(METHOD + method);
        NDList all = new NDList(name);
        all.addAll(inputs);
        // "Training" keeps DJL from the inference mode, whose results take part in no gradient.
        return IValueUtils.forward(module, all, true);
    }

    @Override
    public void close() {
        module.close();
    }

    static byte[] archive(String methods) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            put(zip, "m/data.pkl", pickledModule());
            String head = "class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n";
            put(zip, "m/code/__torch__.py", (head + methods.indent(2)).getBytes(StandardCharsets.UTF_8));
            put(zip, "m/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            put(zip, "m/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    /** Pickle, protocol 2, of an instance of {@code __torch__.M} whose only attribute is {@code training = True}. */
    private static byte[] pickledModule() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 2});
        pickle.writeBytes("c__torch__\nM\n".getBytes(StandardCharsets.US_ASCII));
        pickle.writeBytes(new byte[] {')', (byte) 0x81, '}', '('});
        byte[] name = "training".getBytes(StandardCharsets.US_ASCII);
        pickle.writeBytes(new byte[] {'X', (byte) name.length, 0, 0, 0});
        pickle.writeBytes(name);
        pickle.writeBytes(new byte[] {(byte) 0x88, 'u', 'b', '.'});
        return pickle.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        CRC32 sum = new CRC32();
        sum.update(content);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
