package io.lockstep.simulator.plant;

import static io.lockstep.simulator.plant.Targets.BACKUP_LINK;
import static io.lockstep.simulator.plant.Targets.PRIMARY_DUTY;
import static io.lockstep.simulator.plant.Targets.PROMOTION;
import static io.lockstep.simulator.plant.Targets.WORKER;
import static io.lockstep.simulator.plant.Targets.desc;

import java.lang.constant.ConstantDescs;
import java.util.List;

/** Bugs of roles, epochs and promotion. */
final class RolePlants {
    private RolePlants() {}

    static List<Plant> all() {
        return List.of(
                Plant.of(
                        "stale-epoch-accepted",
                        "a primary goes on although it has heard of a higher epoch",
                        200,
                        Edit.body(
                                PRIMARY_DUTY,
                                "checkFence",
                                code -> code.iconst_0().ireturn())),
                Plant.of(
                        "epoch-not-raised",
                        "a promotion keeps the old epoch",
                        200,
                        Edit.atCall(
                                PROMOTION,
                                "begin",
                                "save",
                                (code, call) -> code.with(call)
                                        .aload(0)
                                        .dup()
                                        .getfield(desc(PROMOTION), "epoch", ConstantDescs.CD_long)
                                        .lconst_1()
                                        .lsub()
                                        .putfield(desc(PROMOTION), "epoch", ConstantDescs.CD_long))),
                Plant.of(
                        "inbox-forgotten",
                        "a promotion does not wait for what has been received",
                        200,
                        Edit.body(WORKER, "drained", code -> code.iconst_1().ireturn())),
                Plant.of(
                        "left-behind-promoted",
                        "a backup can be promoted although its primary has gone on without it",
                        200,
                        Edit.atCall(BACKUP_LINK, "dialling", "leftBehind", (code, call) -> code.pop2()),
                        Edit.atCall(BACKUP_LINK, "onGoodbye", "leftBehind", (code, call) -> code.pop2())));
    }
}
