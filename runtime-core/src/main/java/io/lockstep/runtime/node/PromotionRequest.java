package io.lockstep.runtime.node;

import java.util.concurrent.CompletableFuture;

/**
 * A wish to become primary, on its way to the conductor.
 *
 * @param requestedNs when it was taken, {@link System#nanoTime}
 * @param result completed by the conductor
 */
record PromotionRequest(PromotionKind kind, long requestedNs, CompletableFuture<PromoteResult> result) {
    boolean forced() {
        return kind == PromotionKind.FORCED;
    }

    void refuse(String sentence, long epoch) {
        result.complete(new PromoteResult(false, sentence, epoch, requestedNs, 0, 0, 0, 0));
    }
}
