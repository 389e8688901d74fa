package io.lockstep.nf.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Finds out whether a network function is deterministic, as a backup needs it to be.
 *
 * <pre>
 *   inputs ──► primary, seeded interleaving ──► records: bytes, time, tags, outcome
 *                                                  │
 *              replays, other interleavings ◄──────┘   owners follow the tags; outcome, accesses and regions must agree
 * </pre>
 *
 * <p>Every other replay also starts over several times with a new instance that gets nothing but the bytes of the regions,
 * as a backup that joins does: what the function keeps elsewhere is lost there.
 *
 * <p>It catches clocks and random sources other than the context's, state in fields (static, of the function, of a
 * processor, of a state object), undefined bytes and slots that matter, and dependence on how packets interleave.
 */
public final class NfDeterminism {
    /** Replays that {@link #check(NfTestBedBuilder, List)} makes. */
    public static final int DEFAULT_REPLAYS = 8;

    private static final int SEGMENTS = 8;

    private NfDeterminism() {}

    /**
     * Checks with the default number of replays.
     *
     * @throws DivergenceError saying what differed first, and the seed
     */
    public static DeterminismReport check(NfTestBedBuilder bed, List<Input> inputs) {
        return check(bed, inputs, DEFAULT_REPLAYS);
    }

    /**
     * Runs the inputs on one bed and replays its records on others. The bed's seed decides everything.
     *
     * @param replays how many, at least 1; two or more to have one with joins
     * @return what was done, so that a test can see that it tested something
     * @throws DivergenceError saying what differed first, and the seed
     */
    public static DeterminismReport check(NfTestBedBuilder bed, List<Input> inputs, int replays) {
        BedSpec spec = bed.spec();
        try (NfTestBed primary = new NfTestBed(spec)) {
            List<List<BedRecord>> segments = record(primary, inputs);
            SplittableRandom seeds = new SplittableRandom(~spec.seed());
            for (int replay = 0; replay < replays; replay++) {
                boolean joins = replay % 2 == 1;
                replay(primary, segments, joins, replay, seeds.nextLong());
            }
            return DeterminismReport.of(primary);
        }
    }

    /** Lets the primary come to rest a few times: only there can a replay start over. */
    private static List<List<BedRecord>> record(NfTestBed primary, List<Input> inputs) {
        List<List<BedRecord>> segments = new ArrayList<>();
        for (int segment = 0; segment < SEGMENTS; segment++) {
            int from = primary.recording().size();
            inputs.subList(inputs.size() * segment / SEGMENTS, inputs.size() * (segment + 1) / SEGMENTS)
                    .forEach(input -> input.applyTo(primary));
            primary.node().run();
            segments.add(List.copyOf(
                    primary.recording().subList(from, primary.recording().size())));
        }
        return segments;
    }

    private static void replay(
            NfTestBed primary, List<List<BedRecord>> segments, boolean joins, int replay, long interleavingSeed) {
        BedSpec spec = primary.node().spec();
        SplittableRandom seeds = new SplittableRandom(interleavingSeed);
        BedNode node = new BedNode(spec, true, seeds.nextLong());
        try {
            for (List<BedRecord> segment : segments) {
                segment.forEach(node::receive);
                node.run();
                if (joins) {
                    node = joined(node, seeds.nextLong());
                }
            }
            compareRegions(primary.node(), node);
        } catch (DivergenceError divergence) {
            throw explained(divergence, spec, replay, joins);
        } finally {
            node.close();
        }
    }

    private static BedNode joined(BedNode left, long interleavingSeed) {
        BedNode joining = new BedNode(left.spec(), true, interleavingSeed);
        joining.join(left);
        left.close();
        return joining;
    }

    private static void compareRegions(BedNode primary, BedNode replay) {
        List<BedVariable<?>> replayed = List.copyOf(replay.variables());
        int index = 0;
        for (BedVariable<?> variable : primary.variables()) {
            BedVariable<?> other = replayed.get(index++);
            other.regions().firstDifference(variable.regions()).ifPresent(difference -> {
                throw new DivergenceError("shared variable " + variable.name() + ", " + difference + " as recorded");
            });
        }
    }

    private static DivergenceError explained(DivergenceError cause, BedSpec spec, int replay, boolean joins) {
        DivergenceError explained = new DivergenceError(spec.name() + " is not deterministic: " + cause.getMessage()
                + " [seed " + spec.seed() + ", replay " + replay
                + (joins ? ", which starts over with a new instance and the regions' bytes]" : "]"));
        explained.addSuppressed(cause);
        return explained;
    }
}
