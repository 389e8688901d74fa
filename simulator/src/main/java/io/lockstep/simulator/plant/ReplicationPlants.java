package io.lockstep.simulator.plant;

import static io.lockstep.simulator.plant.Targets.BACKUP_LINK;
import static io.lockstep.simulator.plant.Targets.COMPLETION_WINDOW;
import static io.lockstep.simulator.plant.Targets.INBOX_WRITER;
import static io.lockstep.simulator.plant.Targets.MATH;
import static io.lockstep.simulator.plant.Targets.RECORDS_CHECK;
import static io.lockstep.simulator.plant.Targets.REPLICATION_LOG;
import static io.lockstep.simulator.plant.Targets.TO_LONG;
import static io.lockstep.simulator.plant.Targets.TO_VOID;
import static io.lockstep.simulator.plant.Targets.TWO_LONGS_TO_LONG;
import static io.lockstep.simulator.plant.Targets.desc;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ConstantDescs;
import java.util.List;

/** Bugs of log, channel and inbox: which record crosses, how often, and when it counts as executed. */
final class ReplicationPlants {
    private ReplicationPlants() {}

    static List<Plant> all() {
        return List.of(
                Plant.of(
                        "acknowledged-before-execution",
                        "a backup acknowledges what it has received instead of what it has executed",
                        20,
                        Edit.atCall(BACKUP_LINK, "acknowledge", "get", ReplicationPlants::received)),
                Plant.of(
                        "acknowledged-beyond-gap",
                        "a backup acknowledges the newest record that has ended, whatever is missing before it",
                        100,
                        Edit.body(COMPLETION_WINDOW, "end", ReplicationPlants::endWithoutGaps)),
                Plant.of(
                        "resume-off-by-one",
                        "a primary resumes one record before the one that was asked for",
                        200,
                        Edit.atCall(
                                REPLICATION_LOG,
                                "resumeAt",
                                "positionOf",
                                (code, call) -> code.lconst_1()
                                        .lsub()
                                        .lconst_0()
                                        .invokestatic(MATH, "max", TWO_LONGS_TO_LONG)
                                        .with(call))),
                Plant.of(
                        "frame-taken-anew",
                        "a frame that had to wait for room in the inbox is begun anew, and nobody checks ordinals",
                        500,
                        Edit.atCall(BACKUP_LINK, "frame", "take", ReplicationPlants::takeAnew),
                        Edit.body(RECORDS_CHECK, "check", CodeBuilder::return_)),
                Plant.of(
                        "log-freed-too-far",
                        "an acknowledgement frees one record more than the log notes",
                        200,
                        Edit.atCall(
                                REPLICATION_LOG,
                                "freeBefore",
                                "ordinal",
                                (code, call) -> code.with(call).lconst_1().lsub())));
    }

    private static void received(CodeBuilder code, InvokeInstruction call) {
        code.with(call)
                .pop2()
                .aload(0)
                .getfield(desc(BACKUP_LINK), "inbox", desc(INBOX_WRITER))
                .invokevirtual(desc(INBOX_WRITER), "nextOrdinal", TO_LONG);
    }

    private static void endWithoutGaps(CodeBuilder code) {
        code.aload(0)
                .aload(0)
                .getfield(desc(COMPLETION_WINDOW), "next", ConstantDescs.CD_long)
                .lload(1)
                .lconst_1()
                .ladd()
                .invokestatic(MATH, "max", TWO_LONGS_TO_LONG)
                .putfield(desc(COMPLETION_WINDOW), "next", ConstantDescs.CD_long)
                .return_();
    }

    private static void takeAnew(CodeBuilder code, InvokeInstruction call) {
        code.aload(0)
                .getfield(desc(BACKUP_LINK), "inbox", desc(INBOX_WRITER))
                .invokevirtual(desc(INBOX_WRITER), "forget", TO_VOID)
                .with(call);
    }
}
