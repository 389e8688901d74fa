package io.lockstep.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.lockstep.simulator.plant.Plant;
import io.lockstep.simulator.plant.PlantingLoader;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator can fail: it finds each known bug, as a broken promise, within the seeds that the plant states. */
final class PlantTest {
    @ParameterizedTest
    @MethodSource("plants")
    void shouldFindThePlantedBugWithinItsSeeds(Plant plant) {
        LongFunction<String> simulation = PlantingLoader.simulation(plant);
        for (long seed = 1; seed <= plant.seeds(); seed++) {
            String failure = simulation.apply(seed);
            if (failure != null) {
                assertTrue(failure.contains("Violation"), failure);
                assertFalse(failure.contains("NOT REPEATABLE"), failure);
                return;
            }
        }
        fail(plant.name() + " was not found within " + plant.seeds() + " seeds");
    }

    @Test
    void shouldFindNothingWhenNothingIsPlanted() {
        LongFunction<String> simulation = PlantingLoader.simulation(new Plant("none", "no bug", 0, List.of()));
        for (long seed = 1; seed <= 100; seed++) {
            assertEquals(null, simulation.apply(seed), "seed " + seed);
        }
    }

    @Test
    void shouldFailLoudlyWhenAPlantDoesNotFindItsPlace() {
        Plant nowhere = Plant.nowhere();
        IllegalStateException failure =
                assertThrows(IllegalStateException.class, () -> PlantingLoader.simulation(nowhere));
        assertTrue(failure.getMessage().contains("finds no"), failure.getMessage());
    }

    static List<Plant> plants() {
        return Plant.all();
    }
}
