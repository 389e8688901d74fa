package io.lockstep.benchmarks.endtoend;

import io.lockstep.benchmarks.endtoend.Traffic.Flow;
import java.util.HashMap;
import java.util.Map;

/** Holds a NAT to its word over all that left its outside: a flow keeps its external endpoint, and no endpoint has two flows. */
final class MappingCheck {
    private final Traffic traffic;
    private final Map<Flow, Long> external = new HashMap<>();
    private final Map<Long, Flow> owner = new HashMap<>();

    MappingCheck(Traffic traffic) {
        this.traffic = traffic;
    }

    /** Takes the next frame into account. */
    void add(IpFrame frame) {
        Flow flow = traffic.flowOf(frame);
        long endpoint = (long) frame.protocol() << 48 | (frame.source() & 0xffff_ffffL) << 16 | frame.sourcePort();
        Long before = external.putIfAbsent(flow, endpoint);
        if (before != null && before != endpoint) {
            throw new AssertionError(
                    flow + " had the external endpoint " + text(before) + " and has " + text(endpoint));
        }
        Flow other = owner.putIfAbsent(endpoint, flow);
        if (other != null && !other.equals(flow)) {
            throw new AssertionError(
                    "external endpoint " + text(endpoint) + " is used by " + other + " and by " + flow);
        }
    }

    /** Number of flows seen. */
    int flows() {
        return external.size();
    }

    private static String text(long endpoint) {
        return Frames.text((int) (endpoint >>> 16)) + ":" + (endpoint & 0xffff) + " of protocol " + (endpoint >>> 48);
    }
}
