package io.github.rieszflow.kernel;

import io.github.spencerpark.jupyter.messages.publish.PublishStream.StreamType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The end of a long output, in pieces of one stream or the other. */
final class Tail {
    private static final int MOST_PIECES = 100;

    /** A text printed to one stream. */
    record Piece(StreamType type, String text) {}

    private final int most;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private StreamType type = StreamType.OUT;
    private final StringBuilder growing = new StringBuilder();
    private int length;
    private long left;

    /** @param most how many characters the end has at most */
    Tail(int most) {
        this.most = most;
    }

    void add(StreamType next, String text) {
        if (next != type) {
            store();
            type = next;
        }
        // Of a text longer than the end only its end can be in it.
        int from = Math.max(0, text.length() - 2 * most);
        left += from;
        growing.append(text, from, text.length());
        if (growing.length() > 4 * most) {
            int gone = growing.length() - 2 * most;
            growing.delete(0, gone);
            left += gone;
        }
        while (length > 2 * most || pieces.size() > 2 * MOST_PIECES) {
            drop();
        }
    }

    private void store() {
        if (growing.length() > 0) {
            pieces.add(new Piece(type, growing.toString()));
            length += growing.length();
            growing.setLength(0);
        }
    }

    private void drop() {
        int gone = pieces.remove().text().length();
        length -= gone;
        left += gone;
    }

    /** The last pieces, from the beginning of a line if possible. */
    List<Piece> last() {
        store();
        while (pieces.size() > MOST_PIECES
                || (pieces.size() > 1 && length - pieces.element().text().length() >= most)) {
            drop();
        }
        if (length > most) {
            Piece first = pieces.remove();
            int from = length - most;
            int line = first.text().indexOf('\n', from) + 1;
            from = line > 0 && line < first.text().length() ? line : from;
            from += Character.isLowSurrogate(first.text().charAt(from)) ? 1 : 0;
            pieces.addFirst(new Piece(first.type(), first.text().substring(from)));
            length -= from;
            left += from;
        }
        return new ArrayList<>(pieces);
    }

    /** How many characters were dropped. */
    long left() {
        return left;
    }
}
