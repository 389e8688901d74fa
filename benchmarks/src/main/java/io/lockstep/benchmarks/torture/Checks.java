package io.lockstep.benchmarks.torture;

import java.util.ArrayList;
import java.util.List;

/** What a round has checked, and what it has measured beside. One thread. */
final class Checks {
    private final List<String> failed = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private int held;

    /** One check. {@code evidence} says what was seen; it is shown where the check fails. */
    void that(boolean holds, String expected, Object evidence) {
        if (holds) {
            held++;
        } else {
            failed.add(expected + ", but: " + evidence);
        }
    }

    /** One check of a number. */
    void equal(long expected, long seen, String what) {
        that(expected == seen, expected + " " + what, seen);
    }

    /** Something worth a place on the round's line. */
    void remark(String text) {
        remarks.add(text);
    }

    int held() {
        return held;
    }

    List<String> failed() {
        return List.copyOf(failed);
    }

    List<String> remarks() {
        return List.copyOf(remarks);
    }
}
