package io.github.rieszflow.transport;

import io.github.rieszflow.internal.Printed;
import io.github.rieszflow.picture.Drawable;
import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.TableHtml;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** A cheapest way to move one measure to another: how much goes from which point to which. */
public final class TransportPlan implements Drawable {
    /** A picture shows at most this many entries. */
    private static final int SHOWN = 20;

    /**
     * One part of the plan.
     *
     * @param from number of a point of x
     * @param to number of a point of y
     * @param mass how much of the mass 1 goes there
     * @param distance how far it goes
     */
    public record Entry(int from, int to, double mass, double distance) {}

    private final List<Entry> entries;
    private final double cost;

    TransportPlan(List<Entry> entries, double cost) {
        this.entries = List.copyOf(entries);
        this.cost = cost;
    }

    /**
     * What it costs: Σ mass · distance^p.
     *
     * @return at least 0
     */
    public double cost() {
        return cost;
    }

    /**
     * The parts of the plan that carry something.
     *
     * @return at most N+M−1 entries
     */
    public List<Entry> entries() {
        return entries;
    }

    /**
     * The entries as a table: from, to, mass, distance.
     *
     * @return one row for each entry
     */
    public Table table() {
        return Printed.table(Table.create(
                "plan",
                IntColumn.create("from", entries.stream().mapToInt(Entry::from).toArray()),
                IntColumn.create("to", entries.stream().mapToInt(Entry::to).toArray()),
                DoubleColumn.create(
                        "mass", entries.stream().mapToDouble(Entry::mass).toArray()),
                DoubleColumn.create(
                        "distance",
                        entries.stream().mapToDouble(Entry::distance).toArray())));
    }

    /**
     * What this looks like: its first entries as a table.
     *
     * @return the picture
     */
    @Override
    public Picture picture() {
        List<List<Object>> rows = new ArrayList<>();
        for (Entry entry : entries.subList(0, Math.min(SHOWN, entries.size()))) {
            rows.add(List.of(entry.from(), entry.to(), entry.mass(), entry.distance()));
        }
        TableHtml table = TableHtml.of(List.of("from", "to", "mass", "distance"), rows)
                .caption(String.format(Locale.ROOT, "A plan of cost %.5g", cost));
        return (rows.size() == entries.size()
                        ? table
                        : table.note("The first " + SHOWN + " of " + entries.size() + " entries."))
                .picture();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "TransportPlan[cost %.5g, %d entries]", cost, entries.size());
    }
}
