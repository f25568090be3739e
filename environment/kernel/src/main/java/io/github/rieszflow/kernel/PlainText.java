package io.github.rieszflow.kernel;

import java.awt.image.RenderedImage;
import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/** Values as text where their own {@code toString} says nothing: arrays and images. */
final class PlainText {
    private static final int MOST_ELEMENTS = 20;

    private PlainText() {}

    /** The value as text, short for long arrays, the same in every run. */
    static String of(Object value) {
        return Definitions.plain(text(value));
    }

    private static String text(Object value) {
        if (value.getClass().isArray()) {
            return array(value, MOST_ELEMENTS);
        }
        if (value instanceof RenderedImage image) {
            return "image, " + image.getWidth() + "×" + image.getHeight() + " pixels";
        }
        return String.valueOf(value);
    }

    private static String array(Object array, int most) {
        int length = Array.getLength(array);
        String type = array.getClass().getComponentType().getSimpleName();
        int brackets = type.indexOf('[');
        String name = brackets < 0 ? type : type.substring(0, brackets);
        var text = new StringBuilder(name)
                .append('[')
                .append(length)
                .append(']')
                .append(brackets < 0 ? "" : type.substring(brackets))
                .append(" {");
        for (int i = 0; i < Math.min(length, most); i++) {
            text.append(i == 0 ? "" : ", ").append(element(Array.get(array, i), most));
        }
        return text.append(length > most ? ", ...}" : "}").toString();
    }

    private static String element(@Nullable Object element, int most) {
        if (element != null && element.getClass().isArray()) {
            return array(element, Math.max(2, most / 4));
        }
        return element instanceof String text ? '"' + text + '"' : String.valueOf(element);
    }
}
