package io.lockstep.benchmarks.performance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws pairs of horizontal bars, what was measured above what it is held against, as an SVG 1.1 picture without scripts or fonts. */
final class SvgBarChart {
    private static final int WIDTH = 760;
    private static final int LEAST_LEFT = 190;
    /** Room for a character of a label, on average. */
    private static final int LETTER = 7;

    private static final int RIGHT = 90;
    private static final int TOP = 64;
    private static final int BAR = 16;
    private static final int GAP = 14;
    private static final int BOTTOM = 16;
    private static final String MEASURED = "#1f6feb";
    private static final String REFERENCE = "#b8c0cc";
    private static final String INK = "#24292f";

    private final String title;
    private final String unit;
    private final List<Row> rows = new ArrayList<>();

    private record Row(String label, double value, Double reference) {}

    SvgBarChart(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    /** Adds a pair of bars, or one where there is no reference. */
    SvgBarChart row(String label, double value, Double reference) {
        rows.add(new Row(label, value, reference));
        return this;
    }

    /** The picture. */
    String svg() {
        int height = TOP + BOTTOM + rows.stream().mapToInt(SvgBarChart::height).sum();
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                        + " font-family=\"sans-serif\" font-size=\"12\" fill=\"%s\">%n",
                WIDTH,
                height,
                WIDTH,
                height,
                INK));
        svg.append(String.format(Locale.ROOT, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>%n", WIDTH, height));
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"16\" y=\"24\" font-size=\"15\" font-weight=\"bold\">%s</text>%n",
                escape(title)));
        legend(svg);
        int y = TOP;
        for (Row row : rows) {
            draw(svg, row, y);
            y += height(row);
        }
        return svg.append("</svg>\n").toString();
    }

    /** Where bars begin: behind the longest label. */
    private int left() {
        int longest = rows.stream().mapToInt(row -> row.label().length()).max().orElse(0);
        return Math.max(LEAST_LEFT, LETTER * longest + 20);
    }

    private void legend(StringBuilder svg) {
        bar(svg, 16, 36, 12, 12, MEASURED);
        svg.append(String.format(Locale.ROOT, "<text x=\"34\" y=\"46\">Lockstep, %s</text>%n", escape(unit)));
        if (rows.stream().anyMatch(row -> row.reference != null)) {
            bar(svg, left() + 40, 36, 12, 12, REFERENCE);
            svg.append(String.format(
                    Locale.ROOT, "<text x=\"%d\" y=\"46\">what it is held against</text>%n", left() + 58));
        }
    }

    private void draw(StringBuilder svg, Row row, int y) {
        int middle = y + (row.reference == null ? BAR : 2 * BAR) / 2 + 4;
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                left() - 10,
                middle,
                escape(row.label)));
        barWithNumber(svg, row.value, y, MEASURED);
        if (row.reference != null) {
            barWithNumber(svg, row.reference, y + BAR, REFERENCE);
        }
    }

    private void barWithNumber(StringBuilder svg, double value, int y, String colour) {
        int length = (int) Math.round(Math.max(0, value) / largest() * (WIDTH - left() - RIGHT));
        bar(svg, left(), y, Math.max(1, length), BAR - 2, colour);
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\">%s</text>%n",
                left() + length + 6,
                y + BAR - 5,
                Table.number(value)));
    }

    private static void bar(StringBuilder svg, int x, int y, int width, int height, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n",
                x,
                y,
                width,
                height,
                colour));
    }

    private double largest() {
        double largest = 0;
        for (Row row : rows) {
            largest = Math.max(largest, Math.max(row.value, row.reference == null ? 0 : row.reference));
        }
        return largest == 0 ? 1 : largest;
    }

    private static int height(Row row) {
        return (row.reference == null ? BAR : 2 * BAR) + GAP;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
