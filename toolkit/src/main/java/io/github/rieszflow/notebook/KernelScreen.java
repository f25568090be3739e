package io.github.rieszflow.notebook;

import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.Screen;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows pictures through the Jupyter kernel that runs this code, whichever it is: the toolkit's own, IJava, JJava or
 * rapaio. The kernel is found by reflection, so that none of them has to be there.
 *
 * <p>Found by {@link java.util.ServiceLoader}; there is no reason to make one.
 */
public final class KernelScreen implements Screen {
    private final List<Supplier<@Nullable Kernel>> kernels;
    private boolean looked;
    private @Nullable Kernel kernel;

    /** A screen that looks for the running kernel when it is first asked. */
    public KernelScreen() {
        this(Kernels.all(KernelScreen.class.getClassLoader()));
    }

    KernelScreen(List<Supplier<@Nullable Kernel>> kernels) {
        this.kernels = kernels;
    }

    @Override
    public synchronized boolean live() {
        return kernel() != null;
    }

    @Override
    public void show(Picture picture, String id) {
        send(picture, id, false);
    }

    @Override
    public void update(Picture picture, String id) {
        send(picture, id, true);
    }

    private void send(Picture picture, String id, boolean update) {
        Kernel target = kernel();
        if (target == null) {
            throw new IllegalStateException("No running kernel was found to show a picture in: ask live() first");
        }
        try {
            if (update) {
                target.update(picture, id);
            } else {
                target.show(picture, id);
            }
        } catch (ReflectiveOperationException e) {
            // A kernel of another version: the reader still gets the words.
            System.out.println(picture.alternative());
        }
    }

    private synchronized @Nullable Kernel kernel() {
        if (!looked) {
            looked = true;
            for (Supplier<@Nullable Kernel> candidate : kernels) {
                kernel = candidate.get();
                if (kernel != null) {
                    break;
                }
            }
        }
        return kernel;
    }
}
