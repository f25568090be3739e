package io.github.rieszflow.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JJavaExtensionTest {
    /** Writes down what it is told to evaluate. */
    private static final class Listening extends BaseKernel {
        private final List<String> told = new ArrayList<>();

        @SuppressWarnings("NullAway") // the kernel takes null for what it shall do without
        Listening() {
            super(
                    "listening",
                    "1",
                    new LanguageInfo.Builder("Java").build(),
                    List.of(),
                    null,
                    new JupyterIO(StandardCharsets.UTF_8),
                    new CommManager(),
                    new Renderer(),
                    null,
                    null,
                    false,
                    new StringStyler.Builder().build());
        }

        @Override
        @SuppressWarnings("NullAway")
        public @Nullable Object evalRaw(String source) {
            told.add(source);
            return null;
        }

        @Override
        public DisplayData inspect(String code, int at, boolean extraDetail) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ReplacementOptions complete(String code, int at) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String isComplete(String code) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void theKernelFindsItAndIsToldTheImports() {
        List<Extension> found = ServiceLoader.load(Extension.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(JJavaExtension.class::isInstance)
                .toList();
        assertThat(found).hasSize(1);
        var kernel = new Listening();
        found.get(0).install(kernel);
        assertThat(kernel.told).hasSize(1);
        assertThat(kernel.told.get(0))
                .contains(
                        "import io.github.rieszflow.measure.*;",
                        "import static io.github.rieszflow.measure.Seed.seed;");
    }
}
