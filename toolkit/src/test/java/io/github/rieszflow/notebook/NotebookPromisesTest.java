package io.github.rieszflow.notebook;

import io.github.rieszflow.Promises;
import io.github.rieszflow.network.Size;

class NotebookPromisesTest extends Promises {
    NotebookPromisesTest() {
        super("notebook");
    }

    @Override
    protected void table() {
        // What the environment holds cannot be changed from within: this is what looks at it.
        elsewhere(IllegalStateException.class, "Notebook.size()", NotebookTest.class);
        file("Notebook.folder(String)", () -> Notebook.folder("a".repeat(300), Size.SMOKE));
    }
}
