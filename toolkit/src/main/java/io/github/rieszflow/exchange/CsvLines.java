package io.github.rieszflow.exchange;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Line after line of a text, none of them longer than memory bears. */
final class CsvLines {
    /** Characters of a line. */
    static final int LONGEST = 1 << 24;

    private final Reader reader;
    private final char[] block = new char[1 << 13];
    private int at;
    private int end;
    private int number;
    private boolean afterReturn;

    CsvLines(Reader reader) {
        this.reader = reader;
    }

    /** The number of the line that was read last, 1 the first. */
    int number() {
        return number;
    }

    /**
     * The next line, without its end and without a mark of the order of bytes.
     *
     * @return null if there is none
     * @throws IllegalArgumentException if it is too long
     */
    @Nullable
    String next() throws IOException {
        StringBuilder line = null;
        while (fill()) {
            if (afterReturn) {
                afterReturn = false;
                at += block[at] == '\n' ? 1 : 0;
                continue;
            }
            int begin = at;
            while (at < end && block[at] != '\n' && block[at] != '\r') {
                at++;
            }
            if (at < end) {
                afterReturn = block[at] == '\r';
                String rest = new String(block, begin, at++ - begin);
                return counted(line == null ? rest : line.append(rest).toString());
            }
            line = line == null ? new StringBuilder() : line;
            if (line.length() > LONGEST) {
                number++;
                throw new IllegalArgumentException(
                        "the line has more than " + LONGEST + " characters: expected one point a line");
            }
            line.append(block, begin, at - begin);
        }
        return line == null ? null : counted(line.toString());
    }

    private String counted(String line) {
        number++;
        return number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
    }

    private boolean fill() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, reader.read(block));
        }
        return at < end;
    }
}
