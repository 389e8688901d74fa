package io.lockstep.runtime.rehearsal;

import io.lockstep.runtime.role.ReleaseHome;

/** The process of {@link PromotionRehearsalTest}: two promotions, with a line before and behind each. */
public final class TwoPromotions {
    private TwoPromotions() {}

    /** Runs both. */
    public static void main(String[] arguments) {
        System.out.print("begin\n");
        PromotionRehearsal.run(ReleaseHome.BACKUP);
        System.out.print("first\n");
        PromotionRehearsal.run(ReleaseHome.BACKUP);
        System.out.print("second\n");
    }
}
