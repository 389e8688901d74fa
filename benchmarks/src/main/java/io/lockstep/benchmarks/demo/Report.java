package io.lockstep.benchmarks.demo;

import java.io.PrintStream;
import java.util.List;

/** The figures as a page for people. */
final class Report {
    private Report() {}

    static void print(Figures figures, List<Claim> claims, PrintStream out) {
        out.println();
        out.println(
                "  client 10.0.0.10 ── LAN ── 10.0.0.1 [ node-a ✝ │ node-b ] 203.0.113.1 ── WAN ── server 203.0.113.10");
        out.println();
        for (Claim claim : claims) {
            out.printf(
                    "  %s %-13s %s%n",
                    claim.holds() ? "✔" : "✘", claim.name(), claim.evidence().strip());
        }
        out.println();
        milestone(
                out,
                0,
                "kill -9 node-a, the primary, at %.0f %% of the download"
                        .formatted(figures.decimal("killed_at_percent")));
        milestone(out, figures.decimal("kill_to_accepted_ms"), "node-b takes up \"lockstep promote\"");
        milestone(out, figures.decimal("kill_to_primary_ms"), "node-b is primary");
        milestone(out, figures.decimal("kill_to_first_release_ms"), "node-b releases its first packet");
        milestone(out, figures.decimal("kill_to_client_hears_ms"), "the client's longest silence is over");
        out.println();
        line(
                out,
                "longest silence at the client",
                "%.1f ms".formatted(figures.decimal("client_silence_ms")),
                "before the kill it was %.1f ms".formatted(figures.decimal("client_silence_before_kill_ms")));
        line(
                out,
                "promote to first packet",
                "%.2f ms".formatted(figures.decimal("promote_to_first_release_ms")),
                "from the request's acceptance");
        line(
                out,
                "lockstep promote",
                "%.0f ms".formatted(figures.decimal("promote_command_ms")),
                "the whole command, most of it a JVM that starts; refused %d times"
                        .formatted(figures.number("promote_refused")));
        line(
                out,
                "packets lost",
                "%,d".formatted(figures.number("packets_lost")),
                "%,d of %,d UDP messages, %d of %d pings; TCP repaired its own"
                        .formatted(
                                figures.number("udp_messages_lost"),
                                figures.number("udp_messages"),
                                figures.number("pings_lost"),
                                figures.number("pings")));
        line(
                out,
                "download",
                "%.1f MB/s".formatted(figures.decimal("throughput_before_mb_per_s")),
                "before, through the pair; %.1f MB/s after, through node-b alone"
                        .formatted(figures.decimal("throughput_after_mb_per_s")));
        if (figures.get("problems") instanceof List<?> problems && !problems.isEmpty()) {
            out.println();
            problems.forEach(problem -> out.println("  ! " + problem));
        }
        out.println();
    }

    private static void milestone(PrintStream out, double ms, String what) {
        out.printf("  %10.1f ms  %s%n", ms, what);
    }

    private static void line(PrintStream out, String name, String value, String remark) {
        out.printf("  %-30s %12s   %s%n", name, value, remark);
    }
}
