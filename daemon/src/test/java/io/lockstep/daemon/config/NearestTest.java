package io.lockstep.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NearestTest {
    private static final List<String> KEYS = List.of("name", "workers", "owners", "in-flight", "heartbeat", "mtu");

    @Test
    void shouldFindWhatWasMeant() {
        assertEquals(Optional.of("workers"), Nearest.to("worker", KEYS));
        assertEquals(Optional.of("workers"), Nearest.to("wrokers", KEYS));
        assertEquals(Optional.of("in-flight"), Nearest.to("inFlight", KEYS));
        assertEquals(Optional.of("in-flight"), Nearest.to("in_flight", KEYS));
        assertEquals(Optional.of("heartbeat"), Nearest.to("heartbeat-ms", KEYS));
        assertEquals(Optional.of("mtu"), Nearest.to("MTU", KEYS));
    }

    @Test
    void shouldStaySilentWhenNothingIsNear() {
        assertEquals(Optional.empty(), Nearest.to("mac", KEYS));
        assertEquals(Optional.empty(), Nearest.to("something-else", KEYS));
        assertEquals(Optional.empty(), Nearest.to("x", List.of()));
    }
}
