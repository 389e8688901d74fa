package io.lockstep.simulator.plant;

import static io.lockstep.simulator.plant.Targets.BACKUP_PROGRESS;
import static io.lockstep.simulator.plant.Targets.HANDOVER;
import static io.lockstep.simulator.plant.Targets.NODE;
import static io.lockstep.simulator.plant.Targets.NODE_CONTROLS;
import static io.lockstep.simulator.plant.Targets.PRIMARY_DUTY;
import static io.lockstep.simulator.plant.Targets.PROMOTION;
import static io.lockstep.simulator.plant.Targets.REPLICATION_LOG;
import static io.lockstep.simulator.plant.Targets.STORED_EPOCHS;
import static io.lockstep.simulator.plant.Targets.TO_LONG;
import static io.lockstep.simulator.plant.Targets.WORKER;
import static io.lockstep.simulator.plant.Targets.desc;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.List;

/** Bugs of release by the primary, of the epoch file and of the switchover. */
final class PairPlants {
    /** Local variable of {@code Handover.finishing}: the ordinal behind a worker's last input. */
    private static final int END = 3;

    private PairPlants() {}

    static List<Plant> all() {
        return List.of(
                Plant.of(
                        "release-before-acknowledgement",
                        "a primary that holds output sends what its backup has been sent, executed or not",
                        20,
                        Edit.atCall(
                                WORKER,
                                "releaseHeld",
                                "acknowledgedOrdinal",
                                (code, call) -> code.invokevirtual(desc(REPLICATION_LOG), "sentOrdinal", TO_LONG))),
                Plant.of(
                        "held-released-when-fenced",
                        "a fenced primary sends the output that it still holds",
                        500,
                        Edit.atCall(WORKER, "changeOutputs", "discard", (code, call) -> code.pop())),
                Plant.of(
                        "drained-output-released-twice",
                        "a backup that takes over sends output that was its primary's to send",
                        200,
                        Edit.atCall(
                                WORKER,
                                "changeOutputs",
                                "outputs",
                                (code, call) -> ExecutionPlants.sendsToo(code, call, "DRAIN"))),
                Plant.of(
                        "epoch-acknowledged-before-sync",
                        "a promotion goes on before its epoch is on disk",
                        50,
                        Edit.atCall(PROMOTION, "raisingEpoch", "epoch", PairPlants::anyEpoch),
                        Edit.atCall(
                                PROMOTION,
                                "raisingEpoch",
                                "isBusy",
                                (code, call) -> code.pop().iconst_0())),
                Plant.of(
                        "restart-forgets-epoch",
                        "a node that starts does not read its epoch file",
                        200,
                        Edit.atCall(NODE, "<init>", "loaded", PairPlants::nothingLoaded),
                        Edit.atCall(NODE_CONTROLS, "begin", "loaded", PairPlants::nothingLoaded),
                        Edit.atCall(PRIMARY_DUTY, "highestKnown", "loaded", PairPlants::nothingLoaded),
                        Edit.atCall(PRIMARY_DUTY, "serveWithoutBackup", "loaded", PairPlants::nothingLoaded),
                        Edit.atCall(PROMOTION, "highestKnown", "loaded", PairPlants::nothingLoaded)),
                Plant.of(
                        "lag-not-noticed",
                        "a primary waits for ever for a connected backup that executes nothing",
                        200,
                        Edit.body(
                                BACKUP_PROGRESS,
                                "stalledNs",
                                code -> code.lconst_0().lreturn())),
                Plant.of(
                        "handover-before-executed",
                        "a primary hands over although its backup has not executed everything",
                        200,
                        Edit.atCall(
                                HANDOVER,
                                "finishing",
                                "acknowledgedOrdinal",
                                (code, call) -> code.pop().lload(END)),
                        Edit.atCall(
                                WORKER,
                                "quiesce",
                                "bytesHeld",
                                (code, call) -> code.pop().lconst_0())));
    }

    private static void anyEpoch(CodeBuilder code, InvokeInstruction call) {
        code.with(call);
        if (call.owner().name().equalsString(STORED_EPOCHS.replace('.', '/'))) {
            code.pop2().ldc(Long.MAX_VALUE);
        }
    }

    private static void nothingLoaded(CodeBuilder code, InvokeInstruction call) {
        code.pop().getstatic(desc(STORED_EPOCHS), "NONE", desc(STORED_EPOCHS));
    }
}
