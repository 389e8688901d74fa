package io.lockstep.nf.testkit;

import java.time.Duration;
import java.util.function.Consumer;

/** One thing that happens to a node in {@link NfDeterminism#check}: a packet comes in, or time passes. */
public final class Input {
    private final Consumer<NfTestBed> effect;

    private Input(Consumer<NfTestBed> effect) {
        this.effect = effect;
    }

    /** A packet on a worker that the bed's seed chooses. */
    public static Input packet(String port, byte[] frame) {
        byte[] copy = frame.clone();
        return new Input(bed -> bed.inject(port, copy));
    }

    /** A packet on a given worker. */
    public static Input packet(int worker, String port, byte[] frame) {
        byte[] copy = frame.clone();
        return new Input(bed -> bed.inject(worker, port, copy));
    }

    /** Time passes; timers that come due fire among the packets in flight. */
    public static Input advance(Duration time) {
        return new Input(bed -> bed.moveClock(time));
    }

    void applyTo(NfTestBed bed) {
        effect.accept(bed);
    }
}
