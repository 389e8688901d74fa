package io.lockstep.benchmarks.demo;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sums up what flows have seen. */
final class FlowTally {
    private static final int MAX_PROBLEMS = 10;

    private FlowTally() {}

    static void put(Map<String, Object> result, List<EchoFlow> flows) {
        List<EchoFlow> seen =
                flows.stream().filter(EchoFlow::answeredBeforeMark).toList();
        List<EchoFlow> young =
                flows.stream().filter(flow -> !flow.answeredBeforeMark()).toList();
        List<EchoFlow> tcp = flows.stream().filter(EchoFlow::isTcp).toList();
        List<EchoFlow> udp = flows.stream().filter(flow -> !flow.isTcp()).toList();
        result.put("flows", flows.size());
        result.put("flows_seen_before_mark", seen.size());
        result.put("flows_checked", count(seen, EchoFlow::answeredAfterMark));
        result.put("flows_mapping_changed", count(flows, EchoFlow::mappingChanged));
        result.put("new_flows", young.size());
        result.put("new_flows_answered", count(young, EchoFlow::answeredAfterMark));
        result.put("external_ports_used_twice", externalPortsUsedTwice(flows));
        result.put("tcp_flows", tcp.size());
        result.put("tcp_flows_broken", count(tcp, EchoFlow::isBroken));
        result.put("tcp_messages", tcp.stream().mapToLong(EchoFlow::sent).sum());
        result.put(
                "tcp_messages_unanswered",
                tcp.stream().mapToLong(EchoFlow::unanswered).sum());
        result.put("udp_flows", udp.size());
        result.put("udp_messages", udp.stream().mapToLong(EchoFlow::sent).sum());
        result.put(
                "udp_messages_lost",
                udp.stream().mapToLong(EchoFlow::unanswered).sum());
        result.put(
                "udp_messages_lost_early",
                udp.stream().mapToLong(EchoFlow::unansweredEarly).sum());
        result.put(
                "udp_replies_twice",
                udp.stream().mapToLong(EchoFlow::duplicates).sum());
        result.put(
                "problems",
                flows.stream()
                        .map(EchoFlow::problem)
                        .filter(problem -> !problem.isEmpty())
                        .limit(MAX_PROBLEMS)
                        .toList());
    }

    private static long count(List<EchoFlow> flows, java.util.function.Predicate<EchoFlow> condition) {
        return flows.stream().filter(condition).count();
    }

    /** All flows are alive at once, so that a NAT which gives two of one protocol the same port has lost track. */
    private static long externalPortsUsedTwice(List<EchoFlow> flows) {
        Set<String> used = new HashSet<>();
        return flows.stream()
                .filter(flow -> flow.external() != EchoFlow.UNKNOWN)
                .filter(flow -> !used.add(flow.protocol() + flow.external()))
                .count();
    }
}
