package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lockstep.nf.testkit.NfTestBed;
import io.lockstep.nf.testkit.NfTestBedBuilder;
import io.lockstep.nf.testkit.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A NAT on a test bed that tells in one line what became of a frame, for example {@code wan: udp 203.0.113.1:1000 >
 * 198.51.100.9:53 ttl 63}, or {@code drop no-mapping}, or both, joined by {@code |}. The state's consistency is checked after
 * each frame.
 */
final class NatBed implements AutoCloseable {
    private final NfTestBed bed;

    NatBed(NfTestBedBuilder builder) {
        bed = builder.build();
    }

    /** 10.0.0.0/24 inside, 203.0.113.0/24 outside, one external address, 203.0.113.1. */
    static NfTestBedBuilder standard() {
        return withExternal("203.0.113.1");
    }

    static NfTestBedBuilder withExternal(String... addresses) {
        return NfTestBed.builder(new NatFactory())
                .port("lan", "10.0.0.1/24")
                .port("wan", List.of(addresses), 24, 1500)
                .config("inside", "lan")
                .config("outside", "wan")
                .config("max-flows", 1_000);
    }

    static NatBed open() {
        return new NatBed(standard());
    }

    String lan(Frame frame) {
        return send("lan", frame.bytes());
    }

    String wan(Frame frame) {
        return send("wan", frame.bytes());
    }

    String send(String port, byte[] frame) {
        Map<String, Long> before = bed.drops();
        List<String> lines = new ArrayList<>();
        for (Output output : bed.receive(port, frame)) {
            lines.add(output.port() + ": " + FrameView.of(output.frame()));
        }
        bed.drops().forEach((reason, count) -> {
            if (count > before.getOrDefault(reason, 0L)) {
                lines.add("drop " + reason.substring(reason.indexOf('.') + 1));
            }
        });
        assertEquals(List.of(), bed.exceptions());
        StateChecker.check(state());
        return String.join(" | ", lines);
    }

    /** The frame that came out, where exactly one did. */
    byte[] frameFrom(String port, Frame frame) {
        List<Output> outputs = bed.receive(port, frame.bytes());
        assertEquals(1, outputs.size(), "outputs");
        return outputs.getFirst().frame();
    }

    void advance(Duration time) {
        assertEquals(List.of(), bed.advance(time));
        StateChecker.check(state());
    }

    NatState state() {
        return bed.state("state", NatState.class);
    }

    int flows() {
        return state().mappings().size();
    }

    NfTestBed bed() {
        return bed;
    }

    @Override
    public void close() {
        bed.close();
    }
}
