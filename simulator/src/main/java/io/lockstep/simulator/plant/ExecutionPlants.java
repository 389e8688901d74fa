package io.lockstep.simulator.plant;

import static io.lockstep.simulator.plant.Targets.INT_TO_VOID;
import static io.lockstep.simulator.plant.Targets.OUTPUT_FATE;
import static io.lockstep.simulator.plant.Targets.RECORD_INPUT;
import static io.lockstep.simulator.plant.Targets.STATE_OWNER;
import static io.lockstep.simulator.plant.Targets.VERDICTS;
import static io.lockstep.simulator.plant.Targets.WORKER;
import static io.lockstep.simulator.plant.Targets.WORKER_MODE;
import static io.lockstep.simulator.plant.Targets.desc;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.List;

/** Bugs of owners and workers: which access runs when, and what leaves. */
final class ExecutionPlants {
    private ExecutionPlants() {}

    static List<Plant> all() {
        return List.of(
                Plant.of(
                        "tags-off-by-one",
                        "an owner writes the next access's number into the tag",
                        20,
                        Edit.atCall(
                                STATE_OWNER,
                                "onRequest",
                                "sequence",
                                (code, call) -> code.lconst_1().ladd().with(call))),
                Plant.of(
                        "access-executed-twice",
                        "an owner runs each access twice",
                        20,
                        Edit.atCall(
                                STATE_OWNER,
                                "run",
                                "run",
                                (code, call) -> code.dup().with(call).with(call))),
                Plant.of(
                        "early-access-runs",
                        "a backup's owner runs an early access at once instead of parking it",
                        20,
                        Edit.body(STATE_OWNER, "replay", ExecutionPlants::runAtOnce)),
                Plant.of(
                        "gap-not-skipped",
                        "a draining owner waits for ever for a number that never comes",
                        200,
                        Edit.body(STATE_OWNER, "skipGap", CodeBuilder::return_)),
                Plant.of(
                        "random-of-another-secret",
                        "a backup seeds a record's random numbers with another secret than the primary's",
                        20,
                        Edit.atCall(
                                WORKER,
                                "pollPassive",
                                "poll",
                                (code, call) -> code.lconst_1().ladd().with(call))),
                Plant.of(
                        "time-of-replay",
                        "a backup's packets see another time than the primary's",
                        20,
                        Edit.atCall(
                                RECORD_INPUT,
                                "start",
                                "receiveTimeNs",
                                (code, call) -> code.with(call).lconst_1().ladd())),
                Plant.of(
                        "release-before-execution",
                        "a protected primary sends output that its backup has not executed",
                        20,
                        Edit.atCall(
                                WORKER, "changeOutputs", "outputs", (code, call) -> sendsToo(code, call, "PROTECTED"))),
                Plant.of(
                        "stopped-releases",
                        "a fenced node sends the output of inputs that were in flight",
                        200,
                        Edit.atCall(
                                WORKER, "changeOutputs", "outputs", (code, call) -> sendsToo(code, call, "STOPPED"))),
                Plant.of(
                        "buffer-kept",
                        "the packet of an input without output is not given back",
                        50,
                        Edit.body(VERDICTS, "givePacket", CodeBuilder::return_)));
    }

    private static void runAtOnce(CodeBuilder code) {
        code.aload(0)
                .iload(1)
                .invokevirtual(desc(STATE_OWNER), "runBatch", INT_TO_VOID)
                .return_();
    }

    /** A mode in which output is sent, whatever the product makes of it there. */
    static void sendsToo(CodeBuilder code, InvokeInstruction call, String mode) {
        code.with(call);
        if (call.owner().name().equalsString(WORKER_MODE.replace('.', '/'))) {
            code.aload(1)
                    .getstatic(desc(WORKER_MODE), mode, desc(WORKER_MODE))
                    .ifThen(Opcode.IF_ACMPEQ, yes -> yes.pop().getstatic(desc(OUTPUT_FATE), "SEND", desc(OUTPUT_FATE)));
        }
    }
}
