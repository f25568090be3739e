package io.github.rieszflow.picture;

/**
 * Where pictures are shown: the service that a kernel's glue provides, found through {@link java.util.ServiceLoader}, so
 * that this package knows no kernel.
 */
public interface Screen {
    /**
     * Whether there is something to show on. The first call may connect to a kernel; later calls are cheap.
     *
     * @return true when {@link #show} and {@link #update} reach a reader
     */
    boolean live();

    /**
     * Shows a picture as a new output.
     *
     * @param picture what to show
     * @param id a name by which {@link #update} can replace it, unique in this process
     */
    void show(Picture picture, String id);

    /**
     * Replaces a picture that is already shown.
     *
     * @param picture what to show instead
     * @param id the name given to {@link #show}
     */
    void update(Picture picture, String id);
}
