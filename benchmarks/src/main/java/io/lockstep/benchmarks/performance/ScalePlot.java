package io.lockstep.benchmarks.performance;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How far the scale benchmark's model is from what was measured, as an SVG picture: a panel for each kind of agent, in it a line for each
 * shape with a dot for either node at measured by model. The model is right where a dot is on the line at 1.
 */
final class ScalePlot {
    private static final int LEFT = 150;
    private static final int PANEL = 190;
    private static final int GAP = 24;
    private static final int TOP = 74;
    private static final int ROW = 24;
    private static final int BOTTOM = 40;
    private static final int WIDTH = LEFT + AgentKind.values().length * (PANEL + GAP);
    private static final String INK = "#24292f";
    private static final String GRID = "#d8dde3";
    private static final String PRIMARY = "#1f6feb";
    private static final String BACKUP = "#d9822b";

    /**
     * A shape that was measured.
     *
     * @param label such as {@code 2 workers, 1 owner}
     * @param primary measured by model, by kind of agent
     * @param backup the same on the other node
     */
    record Shape(String label, Map<AgentKind, Double> primary, Map<AgentKind, Double> backup) {
        Shape {
            primary = Map.copyOf(primary);
            backup = Map.copyOf(backup);
        }
    }

    private final List<Shape> shapes;
    private final int most;

    private ScalePlot(List<Shape> shapes) {
        this.shapes = shapes;
        double largest = 1;
        for (Shape shape : shapes) {
            for (AgentKind kind : AgentKind.values()) {
                largest = Math.max(
                        largest,
                        Math.max(shape.primary().get(kind), shape.backup().get(kind)));
            }
        }
        this.most = (int) Math.ceil(largest);
    }

    /** The picture. */
    static String svg(List<Shape> shapes) {
        return new ScalePlot(shapes).draw();
    }

    private String draw() {
        int height = TOP + shapes.size() * ROW + BOTTOM;
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                                .formatted(WIDTH, height, WIDTH, height)
                        + " font-family=\"sans-serif\" font-size=\"12\" fill=\"%s\">".formatted(INK));
        add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>".formatted(WIDTH, height));
        add(
                svg,
                "<text x=\"16\" y=\"24\" font-size=\"15\" font-weight=\"bold\">scale: CPU time per packet, measured / model</text>");
        legend(svg, WIDTH - 200, PRIMARY, "primary");
        legend(svg, WIDTH - 110, BACKUP, "backup");
        for (int row = 0; row < shapes.size(); row++) {
            label(svg, LEFT - 14, y(row) + 4, "end", shapes.get(row).label());
        }
        for (AgentKind kind : AgentKind.values()) {
            panel(svg, kind, height);
        }
        return svg.append("</svg>\n").toString();
    }

    private void legend(StringBuilder svg, int x, String colour, String text) {
        dot(svg, x, 20, colour);
        label(svg, x + 10, 24, "start", text);
    }

    private void panel(StringBuilder svg, AgentKind kind, int height) {
        label(svg, LEFT + kind.ordinal() * (PANEL + GAP), TOP - 18, "start", kind.label());
        for (int ratio = 0; ratio <= most; ratio++) {
            line(svg, x(kind, ratio), TOP - 8, x(kind, ratio), height - BOTTOM, ratio == 1 ? INK : GRID);
            label(svg, x(kind, ratio), height - BOTTOM + 18, "middle", String.valueOf(ratio));
        }
        for (int row = 0; row < shapes.size(); row++) {
            double primary = x(kind, shapes.get(row).primary().get(kind));
            double backup = x(kind, shapes.get(row).backup().get(kind));
            line(svg, primary, y(row), backup, y(row), GRID);
            dot(svg, primary, y(row), PRIMARY);
            dot(svg, backup, y(row), BACKUP);
        }
    }

    private double x(AgentKind kind, double ratio) {
        return LEFT + kind.ordinal() * (PANEL + GAP) + ratio / most * PANEL;
    }

    private static int y(int row) {
        return TOP + row * ROW + ROW / 2;
    }

    private static void dot(StringBuilder svg, double x, int y, String colour) {
        add(svg, String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%d\" r=\"4.5\" fill=\"%s\"/>", x, y, colour));
    }

    private static void line(StringBuilder svg, double fromX, int fromY, double toX, int toY, String colour) {
        add(
                svg,
                String.format(
                        Locale.ROOT,
                        "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\"/>",
                        fromX,
                        fromY,
                        toX,
                        toY,
                        colour));
    }

    private static void label(StringBuilder svg, double x, int y, String anchor, String text) {
        add(
                svg,
                String.format(
                        Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>", x, y, anchor, text));
    }

    private static void add(StringBuilder svg, String element) {
        svg.append(element).append('\n');
    }
}
