package io.github.rieszflow.pages;

/** Text in HTML. */
final class Html {
    private Html() {}

    /** Text between tags. */
    static String text(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Text between the quotes of an attribute. */
    static String attribute(String text) {
        return text(text).replace("\"", "&quot;");
    }
}
