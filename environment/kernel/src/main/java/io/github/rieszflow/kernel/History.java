package io.github.rieszflow.kernel;

import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.history.HistoryEntry;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.reply.HistoryReply;
import io.github.spencerpark.jupyter.messages.request.HistoryRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The cells of this session, for front ends that let their user step back through them. */
final class History {
    /** The number of the session: there are no others. */
    private static final int SESSION = 1;

    private static final int MOST = 10_000;

    private final List<HistoryEntry> entries = new ArrayList<>();

    synchronized void add(int cell, String code) {
        if (entries.size() >= MOST) {
            entries.subList(0, MOST / 2).clear();
        }
        entries.add(new HistoryEntry(SESSION, cell, code));
    }

    /** Answers a question for earlier cells. */
    void answer(ShellReplyEnvironment replies, Message<HistoryRequest> question) {
        replies.setBusyDeferIdle();
        HistoryRequest request = question.getContent();
        List<HistoryEntry> found;
        if (request instanceof HistoryRequest.Tail tail) {
            found = last(tail.getMaxReturnLength(), code -> true, false);
        } else if (request instanceof HistoryRequest.Search search) {
            String glob = search.getPattern() == null ? "*" : search.getPattern();
            found = last(search.getMaxReturnLength(), pattern(glob).asMatchPredicate(), search.filterUnique());
        } else {
            found = range((HistoryRequest.Range) request);
        }
        replies.reply(new HistoryReply(request.includeOutput() ? withOutput(found) : found));
    }

    private synchronized List<HistoryEntry> last(int most, Predicate<String> fits, boolean unique) {
        var found = new ArrayList<HistoryEntry>();
        var inputs = new LinkedHashMap<String, HistoryEntry>();
        for (HistoryEntry entry : entries) {
            if (fits.test(entry.getInput())) {
                found.add(entry);
                inputs.remove(entry.getInput());
                inputs.put(entry.getInput(), entry);
            }
        }
        List<HistoryEntry> all = unique ? List.copyOf(inputs.values()) : found;
        return all.subList(Math.max(0, all.size() - Math.max(0, most)), all.size());
    }

    private synchronized List<HistoryEntry> range(HistoryRequest.Range range) {
        if (range.getSessionIndex() != 0 && range.getSessionIndex() != SESSION) {
            return Collections.emptyList();
        }
        return entries.stream()
                .filter(entry -> entry.getCellNumber() >= range.getStart() && entry.getCellNumber() < range.getStop())
                .toList();
    }

    /** The protocol wants pairs then; what cells have shown is not kept. */
    private static List<HistoryEntry> withOutput(List<HistoryEntry> found) {
        return found.stream()
                .map(entry -> new HistoryEntry(entry.getSession(), entry.getCellNumber(), entry.getInput(), ""))
                .toList();
    }

    /** A glob of the protocol: an asterisk for any text, a question mark for any character. */
    static Pattern pattern(String glob) {
        var regex = new StringBuilder();
        for (char c : glob.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        // A run of asterisks is as good as one, and would be slow.
        return Pattern.compile(regex.toString().replaceAll("(\\.\\*){2,}", ".*"), Pattern.DOTALL);
    }
}
