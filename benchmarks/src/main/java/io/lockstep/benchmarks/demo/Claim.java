package io.lockstep.benchmarks.demo;

import java.util.List;

/**
 * One thing that the demo proves or fails to.
 *
 * @param name in a word or two
 * @param holds whether it is so
 * @param evidence what was seen
 */
record Claim(String name, boolean holds, String evidence) {
    /** All claims, from the figures of a run. */
    static List<Claim> of(Figures figures) {
        return List.of(
                new Claim(
                        "download",
                        figures.flag("download_sha256_ok"),
                        "%,d bytes, SHA-256 %s"
                                .formatted(
                                        figures.number("download_bytes"),
                                        figures.flag("download_sha256_ok")
                                                ? "as expected"
                                                : "is not what it should be")),
                new Claim(
                        "connection",
                        figures.flag("tcp_connection_survived"),
                        "%d TCP connection, %d request, curl's exit code %d %s"
                                .formatted(
                                        figures.number("download_connections"),
                                        figures.number("download_requests"),
                                        figures.number("curl_exit_code"),
                                        figures.get("curl_complaint"))),
                new Claim(
                        "mappings",
                        figures.number("flows_mapping_changed") == 0
                                && figures.number("external_ports_used_twice") == 0
                                && figures.number("flows_checked") == figures.number("flows_seen_before_kill")
                                && figures.number("flows_checked") > 0,
                        "%d of %d flows answered again, %d with another external address or port, %d ports used twice"
                                .formatted(
                                        figures.number("flows_checked"),
                                        figures.number("flows_seen_before_kill"),
                                        figures.number("flows_mapping_changed"),
                                        figures.number("external_ports_used_twice"))),
                new Claim(
                        "TCP flows",
                        figures.number("tcp_flows_broken") == 0 && figures.number("tcp_messages_unanswered") == 0,
                        "%d connections, %d broken; %,d messages, %d unanswered"
                                .formatted(
                                        figures.number("tcp_flows"),
                                        figures.number("tcp_flows_broken"),
                                        figures.number("tcp_messages"),
                                        figures.number("tcp_messages_unanswered"))),
                new Claim(
                        "at most once",
                        figures.number("udp_replies_twice") == 0,
                        "%,d UDP messages, %d answered twice"
                                .formatted(figures.number("udp_messages"), figures.number("udp_replies_twice"))),
                new Claim(
                        "new flows",
                        figures.number("new_flows_answered") == figures.number("new_flows")
                                && figures.number("new_flows") > 0,
                        "%d of %d opened at the new primary work"
                                .formatted(figures.number("new_flows_answered"), figures.number("new_flows"))),
                new Claim(
                        "promotion",
                        "primary".equals(figures.get("node_b_role"))
                                && figures.decimal("promote_to_first_release_ms") >= 0,
                        "node-b is %s in epoch %d"
                                .formatted(figures.get("node_b_role"), figures.number("node_b_epoch"))));
    }
}
