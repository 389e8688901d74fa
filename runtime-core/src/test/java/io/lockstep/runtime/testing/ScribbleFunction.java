package io.lockstep.runtime.testing;

import io.lockstep.nf.Access;
import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.state.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * A network function with much state: each owner has a variable {@code pages-<owner>} with a region {@code big} and a region {@code odd}
 * of 13 bytes; each packet writes something random somewhere into the regions of the owner that its ingress port names. Given a
 * clock, it also writes what that says: a fault that neither tags nor output show.
 */
public final class ScribbleFunction implements NetworkFunctionFactory {
    /** Bytes of the small region. */
    public static final int ODD_BYTES = 13;

    private final long bigBytes;
    private final Access<Region[]> scribble;

    /** A sound function with so many bytes in every big region. */
    public ScribbleFunction(long bigBytes) {
        this(bigBytes, () -> 0);
    }

    /** A function that reads a clock behind the runtime's back. */
    public ScribbleFunction(long bigBytes, LongSupplier clock) {
        this.bigBytes = bigBytes;
        this.scribble = (regions, context) -> {
            regions[0].putLong(Long.remainderUnsigned(context.random(), bigBytes - 7), context.random());
            regions[0].putLong(0, clock.getAsLong());
            regions[1].putByte(Long.remainderUnsigned(context.random(), ODD_BYTES), (byte) context.random());
        };
    }

    @Override
    public String type() {
        return "scribble";
    }

    @Override
    public NetworkFunction open(NfSetup setup) {
        List<SharedVariable<Region[]>> pages = new ArrayList<>();
        IntStream.range(0, setup.owners())
                .forEach(owner -> pages.add(setup.shared("pages-" + owner, owner, regions ->
                        new Region[] {regions.allocate("big", bigBytes), regions.allocate("odd", ODD_BYTES)})));
        return () -> context ->
                context.access(pages.get(context.ingressPort() % pages.size()), scribble, PacketContext::pass);
    }
}
