package io.lockstep.simulator.plant;

import java.util.List;
import java.util.stream.Stream;

/**
 * A bug that can be planted.
 *
 * @param name for {@code --plant}
 * @param description what the planted product does, as a sentence
 * @param seeds within so many seeds, from seed 1 on, the simulator must find it
 * @param edits what is changed
 */
public record Plant(String name, String description, int seeds, List<Edit> edits) {
    static Plant of(String name, String description, int seeds, Edit... edits) {
        return new Plant(name, description, seeds, List.of(edits));
    }

    /** All that there are. */
    public static List<Plant> all() {
        return Stream.of(ExecutionPlants.all(), ReplicationPlants.all(), RolePlants.all(), PairPlants.all())
                .flatMap(List::stream)
                .toList();
    }

    /** One whose place does not exist: for the test that such a plant fails. */
    public static Plant nowhere() {
        return of(
                "nowhere",
                "changes a method that is not there",
                0,
                Edit.body(Targets.STATE_OWNER, "noSuchMethod", code -> {}));
    }

    /** The edits of a class. */
    List<Edit> editsOf(String className) {
        return edits.stream().filter(edit -> edit.className().equals(className)).toList();
    }
}
