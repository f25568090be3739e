package io.github.rieszflow.pages;

/**
 * A page of the site before it is framed.
 *
 * @param source the file in the project that it is made from, relative to the project's folder
 * @param path where it is in the site
 * @param body its HTML; links in it are those of the source
 */
record Page(String source, String path, String body) {
    /** The file's name without its ending. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1, path.lastIndexOf('.'));
    }
}
