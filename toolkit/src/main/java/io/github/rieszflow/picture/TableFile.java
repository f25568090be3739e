package io.github.rieszflow.picture;

import java.util.List;
import java.util.stream.Collectors;

/** Tables for other programs. */
final class TableFile {
    private TableFile() {}

    /** Comma separated, RFC 4180. */
    static String csv(List<String> columns, List<List<String>> rows) {
        StringBuilder out = new StringBuilder();
        row(out, columns);
        rows.forEach(cells -> row(out, cells));
        return out.toString();
    }

    private static void row(StringBuilder out, List<String> cells) {
        out.append(cells.stream().map(TableFile::quoted).collect(Collectors.joining(",")))
                .append('\n');
    }

    private static String quoted(String cell) {
        return cell.matches("(?s).*[,\"\n\r].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }

    /** A LaTeX table with the rules of the package booktabs. */
    static String tex(
            String caption, List<String> columns, List<List<String>> rows, List<Boolean> numeric, String note) {
        StringBuilder out = new StringBuilder("\\begin{table}\n\\centering\n");
        if (!caption.isEmpty()) {
            out.append("\\caption{").append(escaped(caption)).append("}\n");
        }
        out.append("\\begin{tabular}{");
        numeric.forEach(number -> out.append(number ? 'r' : 'l'));
        out.append("}\n\\toprule\n").append(line(columns)).append("\\midrule\n");
        rows.forEach(cells -> out.append(line(cells)));
        out.append("\\bottomrule\n\\end{tabular}\n");
        if (!note.isEmpty()) {
            out.append("\n").append(escaped(note)).append('\n');
        }
        return out.append("\\end{table}\n").toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(TableFile::escaped).collect(Collectors.joining(" & ")) + " \\\\\n";
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&', '%', '$', '#', '_', '{', '}' -> out.append('\\').append(c);
                case '\\' -> out.append("\\textbackslash{}");
                case '~' -> out.append("\\textasciitilde{}");
                case '^' -> out.append("\\textasciicircum{}");
                case '±' -> out.append("$\\pm$");
                case '−' -> out.append("$-$");
                case '×' -> out.append("$\\times$");
                case '≤' -> out.append("$\\le$");
                case '≥' -> out.append("$\\ge$");
                case '²' -> out.append("$^2$");
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
