package io.github.rieszflow.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A network from a TorchScript file, as {@code torch.jit.script(net.eval()).save(…)} writes it; to be closed. It is applied,
 * not trained. A TorchScript file is a program: take it only from people you trust.
 */
public final class ScriptedNetwork implements AutoCloseable {
    private final Path file;
    private final NDManager manager;
    private final PtSymbolBlock module;

    private ScriptedNetwork(Path file, NDManager manager, PtSymbolBlock module) {
        this.file = file;
        this.manager = manager;
        this.module = module;
    }

    /**
     * Loads a network.
     *
     * @param file a TorchScript file whose {@code forward} maps a batch to one tensor with as many rows
     * @param device where to compute
     * @return the network, to be closed
     * @throws IllegalArgumentException if the file holds no TorchScript that this PyTorch reads
     * @throws IllegalStateException if PyTorch's native library or the device is missing
     * @throws UncheckedIOException if the file cannot be read
     */
    public static ScriptedNetwork load(Path file, Device device) {
        NDManager manager = PyTorch.manager(device);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return new ScriptedNetwork(file, manager, JniUtils.loadModule((PtNDManager) manager, in, true, false));
        } catch (IOException e) {
            manager.close();
            throw new UncheckedIOException("cannot read " + file + " (" + e + ")", e);
        } catch (RuntimeException e) {
            manager.close();
            throw new IllegalArgumentException(
                    file + " holds no TorchScript that can be loaded (" + firstLine(e)
                            + "): save the network with torch.jit.script or torch.jit.trace",
                    e);
        }
    }

    /**
     * Applies the network.
     *
     * @param values numbers of one batch, last side fastest
     * @param shape its sides, outermost first
     * @return the numbers of the output, rows one after the other
     * @throws IllegalArgumentException if the network does not take such a batch or gives another number of rows
     */
    public float[] apply(float[] values, int... shape) {
        long[] sides = java.util.Arrays.stream(shape).asLongStream().toArray();
        return PyTorch.recording(false, () -> {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDArray batch = manager.create(FloatBuffer.wrap(values), new Shape(sides), DataType.FLOAT32);
                NDArray out =
                        IValueUtils.forward(module, new NDList(batch), true).get(0);
                if (out.getShape().dimension() < 1 || out.getShape().get(0) != sides[0]) {
                    throw new IllegalArgumentException(file + " must give one row for each of " + sides[0]
                            + " inputs: it gives the shape " + out.getShape());
                }
                return out.toType(DataType.FLOAT32, false).toFloatArray();
            } catch (ai.djl.engine.EngineException e) {
                throw new IllegalArgumentException(
                        file + " does not take a batch of " + new Shape(sides) + " (" + firstLine(e) + ")", e);
            }
        });
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }
}
