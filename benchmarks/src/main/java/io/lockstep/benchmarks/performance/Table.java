package io.lockstep.benchmarks.performance;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results for people. */
final class Table {
    private static final String[] HEAD = {"name", "value", "unit", "reference", "ratio", "aim", "met?"};

    private Table() {}

    static void print(Map<String, String> machine, List<Result> results, PrintStream out) {
        out.println();
        machine.forEach((name, value) -> out.printf("  %-24s%s%n", name, value));
        out.println();
        List<String[]> rows = new ArrayList<>();
        rows.add(HEAD);
        results.forEach(result -> rows.add(row(result)));
        int[] widths = new int[HEAD.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        rows.forEach(row -> out.println(line(row, widths)));
        out.println();
        results.stream()
                .filter(result -> !result.against().isEmpty())
                .forEach(result -> out.println(
                        "  " + result.name() + (result.reference() == null ? ": " : ": against ") + result.against()));
    }

    private static String[] row(Result result) {
        return new String[] {
            result.name(),
            number(result.value()),
            result.unit(),
            result.reference() == null ? "" : number(result.reference()),
            result.ratio() == null ? "" : String.format(Locale.ROOT, "%.2f", result.ratio()),
            result.aim(),
            Aim.isMet(result).map(met -> met ? "yes" : "no").orElse("")
        };
    }

    /** Three digits that say something. */
    static String number(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder(" ");
        for (int i = 0; i < row.length; i++) {
            boolean right = i == 1 || i == 3 || i == 4;
            line.append(String.format(" %" + (right ? "" : "-") + widths[i] + "s ", row[i]));
        }
        return line.toString().stripTrailing();
    }
}
