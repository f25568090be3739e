package io.github.rieszflow.notebook;

import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.Visible;
import java.util.List;
import java.util.function.Function;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;
import org.rapaio.jupyter.kernel.display.DisplayTransformer;
import org.rapaio.jupyter.kernel.display.spi.DisplayProvider;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;

/**
 * Tells rapaio's kernel how a bare last expression looks. Found by that kernel's own {@link java.util.ServiceLoader} and
 * loaded nowhere else: the classes it is compiled against come with that kernel.
 */
public final class RapaioDisplays implements DisplayProvider {
    /** Made by the kernel. */
    public RapaioDisplays() {}

    @Override
    public List<DisplayRenderer> getDisplayRenderers() {
        return List.of(
                new Shown(Visible.class, value -> ((Visible) value).picture()),
                new Shown(Table.class, value -> TablePictures.picture((Table) value)),
                new Shown(Figure.class, value -> Figures.picture((Figure) value)));
    }

    @Override
    public List<DisplayTransformer> getDisplayTransformers() {
        return List.of();
    }

    /** Draws the values of a type. */
    private record Shown(Class<?> type, Function<Object, Picture> picture) implements DisplayRenderer {
        @Override
        public Class<?> rendererClass() {
            return type;
        }

        @Override
        public boolean canRender(String mime) {
            return true;
        }

        @Override
        public DisplayData render(String mime, Object value) {
            Picture drawn = picture.apply(value);
            DisplayData data = DisplayData.fromText(drawn.alternative());
            drawn.bundle().forEach(data::putData);
            drawn.metadata().forEach(data::putMetaData);
            return data;
        }
    }
}
