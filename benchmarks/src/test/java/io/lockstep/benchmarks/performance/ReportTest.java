package io.lockstep.benchmarks.performance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** What people and programs get to see of results. docs/performance.md. */
final class ReportTest {
    private static final Map<String, String> MACHINE = Map.of("cpu", "an abacus");
    private static final Result BESIDE =
            Result.beside("nat-solo/10k", 3.5, "M packets/s", 14, "testpmd & <others>", "ratio >= 0.2, stretch 0.5");
    private static final Result ALONE = Result.alone("overhead/all-64", 81.26, "ns/packet", "<= 80");

    @TempDir
    private Path folder;

    @Test
    void shouldPrintOneLinePerResultUnderTheMachine() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Table.print(MACHINE, List.of(BESIDE, ALONE), new PrintStream(bytes, true, StandardCharsets.UTF_8));
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertTrue(lines.get(1).matches("  cpu +an abacus"), lines::toString);
        assertTrue(
                lines.stream()
                        .anyMatch(line -> line.matches(
                                "  nat-solo/10k +3.50 +M packets/s +14.0 +0.25 +ratio >= 0.2, stretch 0.5 +yes")),
                lines::toString);
        assertTrue(
                lines.stream().anyMatch(line -> line.matches("  overhead/all-64 +81.3 +ns/packet +<= 80 +no")),
                lines::toString);
        assertTrue(lines.contains("  nat-solo/10k: against testpmd & <others>"), lines::toString);
    }

    @Test
    void shouldWriteTheSameForPrograms() throws Exception {
        Path file = folder.resolve("results.json");
        ResultFile.write(file, MACHINE, List.of(BESIDE, ALONE), Map.of("forward", "no testpmd"));
        Map<String, Object> json = JSON.std.mapFrom(Files.readString(file));
        assertEquals(MACHINE, json.get("machine"));
        assertEquals(Map.of("forward", "no testpmd"), json.get("failures"));
        List<?> results = (List<?>) json.get("results");
        Map<?, ?> beside = (Map<?, ?>) results.getFirst();
        assertEquals("nat-solo/10k", beside.get("name"));
        assertEquals(3.5, beside.get("value"));
        assertEquals("M packets/s", beside.get("unit"));
        assertEquals(14.0, beside.get("reference"));
        assertEquals(0.25, beside.get("ratio"));
        Map<?, ?> alone = (Map<?, ?>) results.getLast();
        assertTrue(alone.containsKey("reference"));
        assertEquals(null, alone.get("reference"));
        assertEquals(false, alone.get("met"));
    }

    @Test
    void shouldJudgeTheClausesThatAreBounds() {
        assertEquals(Optional.of(true), met(12, 0.3, ">= 12, stretch: ahead of others"));
        assertEquals(Optional.of(false), met(11, 0.3, ">= 12 (where cores are free)"));
        assertEquals(Optional.of(false), met(12, 0.3, ">= 12, ratio >= 0.4"));
        assertEquals(Optional.of(true), met(0.5, 0.3, "<= 1.0"));
        assertEquals(Optional.empty(), met(1, 0.3, "as good as can be"));
        assertEquals(Optional.empty(), met(1, null, "ratio >= 0.4"));
    }

    private static Optional<Boolean> met(double value, Double ratio, String aim) {
        return Aim.isMet(new Result("any", value, "any", null, ratio, "", aim));
    }

    @Test
    void shouldDrawOneWellFormedPicturePerBenchmarkAndUnit() throws Exception {
        Result other = Result.alone("nat-solo/cost", 70, "ns/packet", "");
        Plots plots = new Plots();
        plots.add(new NatSoloBenchmark(), List.of(BESIDE, other));
        plots.add(Bench.choose(List.of("overhead")).getFirst(), List.of(ALONE));
        plots.write(folder);
        assertEquals(4, rectangles("nat-solo.svg") - 1); // two of the legend, two bars; one is the background
        assertEquals(2, rectangles("nat-solo-2.svg") - 1);
        assertEquals(2, rectangles("overhead.svg") - 1);
    }

    @Test
    void shouldEscapeWhatXmlWouldMisread() throws Exception {
        String svg = new SvgBarChart("a < b & c", "\"x\"").row("<&>", 1, 2.0).svg();
        assertEquals("svg", parse(svg).getDocumentElement().getLocalName());
        assertTrue(svg.contains("a &lt; b &amp; c"), svg);
    }

    @Test
    void shouldDrawADotForEachAgentOfEitherNode() throws Exception {
        Map<AgentKind, Double> one = Map.of(AgentKind.WORKER, 1.0, AgentKind.OWNER, 3.6, AgentKind.CHANNEL, 0.9);
        String svg = ScalePlot.svg(List.of(
                new ScalePlot.Shape("2 workers, 1 owner", one, one),
                new ScalePlot.Shape("4 workers, 1 owner", one, one)));
        assertEquals(2 + 2 * 2 * 3, parse(svg).getElementsByTagName("circle").getLength());
        assertTrue(svg.contains(">4</text>"), "the axis ends behind the largest");
    }

    private int rectangles(String file) throws Exception {
        return parse(Files.readString(folder.resolve(file)))
                .getElementsByTagName("rect")
                .getLength();
    }

    private static Document parse(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return factory.newDocumentBuilder()
                .parse(new java.io.ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
