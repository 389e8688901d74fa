package io.lockstep.benchmarks.performance;

import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Latency by percentile as an SVG picture: one curve per histogram, both axes logarithmic, the horizontal one in nines (90 %, 99 %,
 * 99.9 %, ...), as HdrHistogram's own plots have it.
 */
final class PercentilePlot {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int RIGHT = 150;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    private static final int STEPS_PER_NINE = 20;
    private static final List<String> COLOURS = List.of("#1b6ca8", "#d9822b", "#b02a37", "#3c8d5a", "#6b4c9a");
    private static final List<String> NINES = List.of("0%", "90%", "99%", "99.9%", "99.99%", "99.999%", "99.9999%");

    /** A curve: what it is called, and latencies in nanoseconds. */
    record Curve(String label, Histogram latencies) {}

    private final List<Curve> curves;
    private final int nines;
    private final int firstDecade;
    private final int lastDecade;

    private PercentilePlot(List<Curve> curves) {
        this.curves = curves;
        long most = 1;
        long leastNs = Long.MAX_VALUE;
        long mostNs = 1;
        for (Curve curve : curves) {
            most = Math.max(most, curve.latencies().getTotalCount());
            leastNs = Math.min(leastNs, Math.max(1, curve.latencies().getMinValue()));
            mostNs = Math.max(mostNs, curve.latencies().getMaxValue());
        }
        this.nines = Math.clamp((int) Math.floor(Math.log10((double) most)), 1, NINES.size() - 1);
        this.firstDecade = (int) Math.floor(Math.log10(leastNs / 1e3));
        this.lastDecade = Math.max(firstDecade + 1, (int) Math.ceil(Math.log10(mostNs / 1e3)));
    }

    /** The picture. */
    static String svg(String title, List<Curve> curves) {
        PercentilePlot plot = new PercentilePlot(curves);
        StringBuilder text = new StringBuilder();
        text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        .formatted(WIDTH, HEIGHT))
                .append(" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n")
                .append(label(LEFT, TOP - 18, "start", title));
        plot.grid(text);
        for (int i = 0; i < curves.size(); i++) {
            plot.curve(text, i);
        }
        return text.append("</svg>\n").toString();
    }

    private void grid(StringBuilder text) {
        for (int decade = firstDecade; decade <= lastDecade; decade++) {
            double y = y(Math.pow(10, decade));
            text.append(line(LEFT, y, WIDTH - RIGHT, y))
                    .append(label(LEFT - 6, y + 4, "end", decade < 0 ? "0.1 us" : micros(Math.pow(10, decade))));
        }
        for (int nine = 0; nine <= nines; nine++) {
            double x = x(nine);
            text.append(line(x, TOP, x, HEIGHT - BOTTOM))
                    .append(label(x, HEIGHT - BOTTOM + 18, "middle", NINES.get(nine)));
        }
    }

    private void curve(StringBuilder text, int index) {
        Curve curve = curves.get(index);
        String colour = COLOURS.get(index % COLOURS.size());
        text.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
                .append(colour)
                .append("\" points=\"");
        for (int step = 0; step <= nines * STEPS_PER_NINE; step++) {
            double nine = (double) step / STEPS_PER_NINE;
            double percentile = 100 * (1 - Math.pow(10, -nine));
            double micros = Math.max(1, curve.latencies().getValueAtPercentile(percentile)) / 1e3;
            text.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(nine), y(micros)));
        }
        double y = TOP + 18 * (index + 1);
        text.append("\"/>\n")
                .append("<rect x=\"%d\" y=\"%.0f\" width=\"12\" height=\"4\" fill=\"%s\"/>\n"
                        .formatted(WIDTH - RIGHT + 12, y - 6, colour))
                .append(label(WIDTH - RIGHT + 30, y, "start", curve.label()));
    }

    private double x(double nine) {
        return LEFT + nine / nines * (WIDTH - LEFT - RIGHT);
    }

    private double y(double micros) {
        double share = (Math.log10(micros) - firstDecade) / (lastDecade - firstDecade);
        return HEIGHT - BOTTOM - Math.clamp(share, 0, 1) * (HEIGHT - TOP - BOTTOM);
    }

    private static String micros(double value) {
        return value < 1000 ? "%.0f us".formatted(value) : "%.0f ms".formatted(value / 1000);
    }

    private static String line(double fromX, double fromY, double toX, double toY) {
        return String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ccc\"/>%n",
                fromX,
                fromY,
                toX,
                toY);
    }

    private static String label(double x, double y, String anchor, String text) {
        return String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text);
    }
}
