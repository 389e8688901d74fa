package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressMapTest {
    @Test
    void shouldAgreeWithAHashMap() {
        Random random = new Random(9);
        for (int size = 0; size < 300; size++) {
            int[] addresses = random.ints(size, -200, 200).toArray();
            int[] values = random.ints(size, 0, 1 << 17).toArray();
            Map<Integer, Integer> expected = new HashMap<>();
            for (int i = 0; i < size; i++) {
                expected.put(addresses[i], values[i]);
            }
            AddressMap map = new AddressMap(addresses, values);
            for (int address = -300; address < 300; address++) {
                assertEquals(expected.getOrDefault(address, AddressMap.NONE), map.get(address), "size " + size);
            }
        }
    }
}
