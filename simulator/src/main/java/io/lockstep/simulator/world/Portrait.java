package io.lockstep.simulator.world;

import io.lockstep.runtime.node.WorkerEnds;
import io.lockstep.runtime.role.Term;
import java.util.regex.Pattern;

/** How a machine is, for messages: nothing in it may differ between two runs of a seed. */
final class Portrait {
    private static final Pattern UUIDS = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private Portrait() {}

    static String of(Machine machine) {
        if (!machine.isUp()) {
            return "machine " + machine.number() + " runs nothing, its disk has "
                    + machine.disk().durable();
        }
        Term term = machine.term();
        StringBuilder text = new StringBuilder(machine.name());
        text.append(" is ").append(machine.state().label());
        text.append(", ").append(term.role()).append(" of epoch ").append(term.epoch());
        text.append(", on disk ").append(machine.disk().durable()).append(": ").append(term.reason());
        for (WorkerEnds ends : machine.node().node().ends()) {
            text.append("\n  channel ").append(ends.status().state());
            text.append(", log next ").append(ends.log().ring().nextOrdinal());
            text.append(" sent ").append(ends.log().sentOrdinal());
            text.append(" acknowledged ").append(ends.log().acknowledgedOrdinal());
            text.append(", inbox next ").append(ends.inbox().nextOrdinal());
            text.append(" executed ").append(ends.executed().get());
            text.append(", epoch seen ").append(ends.status().highestEpochSeen());
            text.append(", ").append(ends.status().lastProblem());
        }
        return UUIDS.matcher(text).replaceAll("<id>");
    }
}
