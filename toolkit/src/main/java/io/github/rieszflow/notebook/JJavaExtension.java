package io.github.rieszflow.notebook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/**
 * Makes the toolkit's imports in JJava as soon as the jar is on its class path, so that one {@code %maven} line is all that a
 * notebook needs there. Found by that kernel's own {@link java.util.ServiceLoader} and loaded nowhere else: the classes it is
 * compiled against come with that kernel.
 */
public final class JJavaExtension implements Extension {
    /** Made by the kernel. */
    public JJavaExtension() {}

    @Override
    public void install(BaseKernel kernel) {
        try (InputStream in = Objects.requireNonNull(
                JJavaExtension.class.getResourceAsStream("/io/github/rieszflow/imports.jsh"), "imports.jsh")) {
            kernel.eval(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("The imports of the toolkit cannot be read from its jar", e);
        }
    }
}
