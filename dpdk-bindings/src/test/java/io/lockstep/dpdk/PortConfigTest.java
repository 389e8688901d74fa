package io.lockstep.dpdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PortConfigTest {
    @Test
    void shouldAskForRssWhenThereIsAChoiceOfQueues() {
        assertFalse(PortConfig.ofQueues(1).rss());
        assertTrue(PortConfig.ofQueues(2).rss());
    }

    @Test
    void shouldNameTheValueAndItsRangeWhenOutOfIt() {
        assertEquals("rxQueues is 0, expected 1 to 65535", refusal(0, 1, 1500));
        assertEquals("rxDescriptors is 65536, expected 1 to 65535", refusal(1, 65536, 1500));
        assertEquals("mtuBytes is -1, expected 0 to 65535", refusal(1, 1, -1));
    }

    private static String refusal(int queues, int descriptors, int mtuBytes) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> new PortConfig(queues, queues, descriptors, descriptors, mtuBytes, false))
                .getMessage();
    }
}
