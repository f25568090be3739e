package io.github.rieszflow.network;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.github.rieszflow.internal.Team;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** PyTorch, loaded when the first network runs and not before. */
final class PyTorch {
    /** DJL would fetch what is missing; only who says so gets that. */
    private static final String DOWNLOAD = "rieszflow.pytorch.download";

    private static final String PATH = "PYTORCH_LIBRARY_PATH";
    private static final String FLAVOR = "PYTORCH_FLAVOR";

    /** Held for reading by threads in native code. At the end of the JVM it is taken for writing and never released. */
    private static final ReentrantReadWriteLock OPEN = new ReentrantReadWriteLock();

    /** A call lasts no longer, unless the network is huge. */
    private static final int PATIENCE = 20;

    static {
        // Native tables are torn down while other threads still run: a thread that uses them then crashes.
        Runtime.getRuntime().addShutdownHook(new Thread(PyTorch::closeForGood, "rieszflow-leaving"));
    }

    private PyTorch() {}

    @SuppressWarnings("unused") // no one waits for the lock after that
    private static void closeForGood() {
        try {
            boolean closed = OPEN.writeLock().tryLock(PATIENCE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The engine; the first call loads the native library and unpacks it into DJL's cache, some 450 MB. */
    static Engine engine() {
        requireNative(PyTorch.class.getClassLoader());
        Waiting.passively();
        return Engine.getEngine("PyTorch");
    }

    static void requireNative(ClassLoader loader) {
        boolean given = set(PATH);
        boolean library = given || loader.getResource("native/lib/pytorch.properties") != null;
        boolean bridge = loader.getResource("jnilib/pytorch.properties") != null;
        if ((library && bridge) || Boolean.getBoolean(DOWNLOAD)) {
            if (given && !set(FLAVOR)) {
                // DJL's own default names a build that exists no more.
                System.setProperty(FLAVOR, "cpu");
            }
            return;
        }
        Properties versions = versions();
        String djl = versions.getProperty("djl_version");
        String torch = versions.getProperty("pytorch_version");
        throw new IllegalStateException("networks need PyTorch's native library, which is not on the class path: add"
                + (bridge ? "" : " ai.djl.pytorch:pytorch-jni:" + torch + "-" + djl + " and")
                + (library
                        ? ""
                        : " ai.djl.pytorch:pytorch-native-cpu:" + torch + " with the classifier of this platform"
                                + " (linux-x86_64, linux-aarch64, osx-aarch64 or win-x86_64)")
                + ", or set PYTORCH_LIBRARY_PATH to the folder of a libtorch " + torch + ", or start Java with -D"
                + DOWNLOAD + "=true to let DJL fetch it");
    }

    private static boolean set(String name) {
        return System.getProperty(name) != null || System.getenv(name) != null;
    }

    private static Properties versions() {
        Properties versions = new Properties();
        try (InputStream in = Engine.class.getResourceAsStream("/pytorch-engine.properties")) {
            if (in != null) {
                versions.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions;
    }

    /** A manager of native memory on this device; the caller closes it. */
    static NDManager manager(Device device) {
        UnusedGpu.say(device, engine().getGpuCount());
        return NDManager.newBaseManager(device.resolve(), "PyTorch");
    }

    /** Runs with gradients recorded or not: whether they are is up to the thread, and notebooks use many. */
    static <T> T recording(boolean gradients, java.util.function.Supplier<T> body) {
        OPEN.readLock().lock();
        try {
            boolean before = JniUtils.isGradMode();
            JniUtils.setGradMode(gradients);
            // The optimiser would compile anew for every shape, in the first steps.
            JniUtils.setGraphExecutorOptimize(false);
            try {
                return body.get();
            } finally {
                JniUtils.setGradMode(before);
            }
        } finally {
            OPEN.readLock().unlock();
        }
    }

    /** Small steps are faster on one thread: handing work out costs more than the work. */
    static void threads(boolean many) {
        JniUtils.setNumThreads(many ? Team.standard().threads() : 1);
    }
}
