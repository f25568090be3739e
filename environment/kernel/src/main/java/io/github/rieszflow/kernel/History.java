package io.github.rieszflow.kernel;

import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.request.HistoryRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The cells of this session, for front ends that let their user step back through them. */
final class History {
    /** The number of the session: there are no others. */
    private static final int SESSION = 1;

    private static final int MOST = 10_000;

    private record Entry(int cell, String code) {}

    private final List<Entry> entries = new ArrayList<>();

    synchronized void add(int cell, String code) {
        if (entries.size() >= MOST) {
            entries.subList(0, MOST / 2).clear();
        }
        entries.add(new Entry(cell, code));
    }

    /** Answers a question for earlier cells. */
    void answer(ShellReplyEnvironment replies, Message<HistoryRequest> question) {
        replies.setBusyDeferIdle();
        HistoryRequest request = question.getContent();
        List<Entry> found;
        if (request instanceof HistoryRequest.Tail tail) {
            found = last(tail.getMaxReturnLength(), code -> true, false);
        } else if (request instanceof HistoryRequest.Search search) {
            String glob = search.getPattern() == null ? "*" : search.getPattern();
            found = last(search.getMaxReturnLength(), code -> fits(glob, code), search.filterUnique());
        } else {
            found = range((HistoryRequest.Range) request);
        }
        replies.reply(reply(question, found, request.includeOutput()));
    }

    // The library's own answer would list objects, where the protocol wants lists.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Message<?> reply(Message<?> question, List<Entry> found, boolean withOutput) {
        List<List<Object>> history = found.stream()
                // What cells have shown is not kept.
                .map(entry ->
                        List.<Object>of(SESSION, entry.cell(), withOutput ? List.of(entry.code(), "") : entry.code()))
                .toList();
        var content = Map.of("status", "ok", "history", history);
        return new Message(question, (MessageType) MessageType.HISTORY_REPLY, content);
    }

    private synchronized List<Entry> last(int most, Predicate<String> fits, boolean unique) {
        var found = new ArrayList<Entry>();
        var inputs = new LinkedHashMap<String, Entry>();
        for (Entry entry : entries) {
            if (fits.test(entry.code())) {
                found.add(entry);
                inputs.remove(entry.code());
                inputs.put(entry.code(), entry);
            }
        }
        List<Entry> all = unique ? List.copyOf(inputs.values()) : found;
        return all.subList(Math.max(0, all.size() - Math.max(0, most)), all.size());
    }

    private synchronized List<Entry> range(HistoryRequest.Range range) {
        if (range.getSessionIndex() != 0 && range.getSessionIndex() != SESSION) {
            return Collections.emptyList();
        }
        return entries.stream()
                .filter(entry -> entry.cell() >= range.getStart() && entry.cell() < range.getStop())
                .toList();
    }

    /** Whether a text fits a glob of the protocol: an asterisk stands for any text, a question mark for any character. */
    static boolean fits(String glob, String text) {
        int g = 0;
        int t = 0;
        int asterisk = -1;
        int matched = 0;
        while (t < text.length()) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                asterisk = g++;
                matched = t;
            } else if (g < glob.length() && (glob.charAt(g) == '?' || glob.charAt(g) == text.charAt(t))) {
                g++;
                t++;
            } else if (asterisk >= 0) {
                // The last asterisk stands for a character more.
                g = asterisk + 1;
                t = ++matched;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
