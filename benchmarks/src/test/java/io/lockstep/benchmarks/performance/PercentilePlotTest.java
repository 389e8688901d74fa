package io.lockstep.benchmarks.performance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** The picture of latencies by percentile. */
class PercentilePlotTest {
    @Test
    void shouldDrawACurveForEachLoadInsideThePicture() throws Exception {
        String svg = PercentilePlot.svg(
                "latency",
                List.of(
                        new PercentilePlot.Curve("10 %", latencies(1)),
                        new PercentilePlot.Curve("50 %", latencies(3))));

        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        var curves = document.getElementsByTagName("polyline");
        assertEquals(2, curves.getLength());
        for (int i = 0; i < 2; i++) {
            double x = -1;
            for (String point :
                    ((Element) curves.item(i)).getAttribute("points").strip().split(" ", -1)) {
                String[] xy = point.split(",", -1);
                assertTrue(Double.parseDouble(xy[0]) > x, "percentiles go to the right: " + point);
                x = Double.parseDouble(xy[0]);
                assertTrue(Double.parseDouble(xy[1]) >= 0 && Double.parseDouble(xy[1]) <= 420, point);
            }
        }
    }

    private static Histogram latencies(int factor) {
        Histogram histogram = new Histogram(1, 60_000_000_000L, 3);
        for (int i = 1; i <= 10_000; i++) {
            histogram.recordValue(i * 100L * factor);
        }
        return histogram;
    }
}
