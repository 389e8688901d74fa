package io.lockstep.simulator.plant;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/** The product's classes that plants change, by name: the compiler cannot check these, so {@link Edit} does when it is applied. */
final class Targets {
    static final String STATE_OWNER = "io.lockstep.runtime.owner.StateOwner";
    static final String WORKER = "io.lockstep.runtime.worker.Worker";
    static final String WORKER_MODE = "io.lockstep.runtime.worker.WorkerMode";
    static final String COMPLETION_WINDOW = "io.lockstep.runtime.worker.CompletionWindow";
    static final String RECORD_INPUT = "io.lockstep.runtime.worker.RecordInput";
    static final String VERDICTS = "io.lockstep.runtime.worker.Verdicts";
    static final String REPLICATION_LOG = "io.lockstep.runtime.replication.ReplicationLog";
    static final String OUTPUT_FATE = "io.lockstep.runtime.worker.OutputFate";
    static final String PRIMARY_DUTY = "io.lockstep.runtime.node.PrimaryDuty";
    static final String NODE = "io.lockstep.runtime.node.Node";
    static final String NODE_CONTROLS = "io.lockstep.runtime.node.NodeControls";
    static final String HANDOVER = "io.lockstep.runtime.node.Handover";
    static final String STORED_EPOCHS = "io.lockstep.runtime.role.StoredEpochs";
    static final String BACKUP_PROGRESS = "io.lockstep.runtime.node.BackupProgress";
    static final String PROMOTION = "io.lockstep.runtime.node.Promotion";
    static final String BACKUP_LINK = "io.lockstep.replication.BackupLink";
    static final String RECORDS_CHECK = "io.lockstep.replication.wire.RecordsCheck";
    static final String INBOX_WRITER = "io.lockstep.replication.InboxWriter";

    static final MethodTypeDesc TO_VOID = MethodTypeDesc.of(ConstantDescs.CD_void);
    static final MethodTypeDesc INT_TO_VOID = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
    static final MethodTypeDesc TO_LONG = MethodTypeDesc.of(ConstantDescs.CD_long);
    static final MethodTypeDesc TWO_LONGS_TO_LONG =
            MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_long, ConstantDescs.CD_long);
    static final ClassDesc MATH = ClassDesc.of("java.lang.Math");

    private Targets() {}

    static ClassDesc desc(String className) {
        return ClassDesc.of(className);
    }
}
