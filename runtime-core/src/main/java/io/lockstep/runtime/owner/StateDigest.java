package io.lockstep.runtime.owner;

import io.lockstep.nf.Access;
import io.lockstep.nf.state.Region;
import io.lockstep.runtime.memory.MemoryDigest;
import io.lockstep.runtime.nf.HostedVariable;
import java.util.List;

/**
 * All memory of one owner, laid end to end in the order of declaration, and the digest of any piece of it. Itself the state of a
 * hidden shared variable: a digest is taken by an access, so that its sequence number says which moment it is of.
 *
 * <p>Changes nothing and answers for any position, so that running it out of turn, or twice, does no harm. Owner thread; sizes and
 * names on any.
 */
public final class StateDigest {
    /** Most bytes that one access reads: 20 to 100 microseconds, from cache or not, for which the owner serves nobody else. */
    public static final int CHUNK_BYTES = 256 << 10;
    /** Value slot: where the piece starts. */
    public static final int POSITION = 0;
    /** Value slot: the digest of it, once the access has run. */
    public static final int DIGEST = 1;
    /** The access. */
    public static final Access<StateDigest> TAKE =
            (state, context) -> context.value(DIGEST, state.at(context.value(POSITION)));

    private final String[] names;
    private final long[] addresses;
    private final long[] starts;
    private final long stateBytes;

    /** Takes the variables of an owner out of all variables of a node. */
    StateDigest(int owner, List<HostedVariable<?>> variables) {
        List<HostedVariable<?>> own =
                variables.stream().filter(v -> v.owner() == owner).toList();
        int count = own.stream().mapToInt(v -> v.regions().size()).sum();
        this.names = new String[count];
        this.addresses = new long[count];
        this.starts = new long[count + 1];
        int i = 0;
        for (HostedVariable<?> variable : own) {
            for (Region region : variable.regions()) {
                names[i] = "region " + region.name() + " of " + variable.name();
                addresses[i] = region.segment().address();
                starts[i + 1] = starts[i] + region.sizeBytes();
                i++;
            }
        }
        this.stateBytes = starts[count];
    }

    /** Bytes of all regions. */
    public long stateBytes() {
        return stateBytes;
    }

    /** Digest of the {@link #CHUNK_BYTES} from a position, or of what is left there; 0 where nothing is. */
    long at(long position) {
        if (position < 0 || position >= stateBytes) {
            return 0;
        }
        long end = end(position);
        long digest = position;
        for (int i = 0; i < addresses.length && starts[i] < end; i++) {
            long from = Math.max(position, starts[i]);
            long to = Math.min(end, starts[i + 1]);
            if (from < to) {
                digest = MemoryDigest.of(addresses[i] + from - starts[i], to - from, digest);
            }
        }
        return digest;
    }

    /** Whether the piece at a position is the last. */
    public boolean isLast(long position) {
        return end(position) == stateBytes;
    }

    /** Where the piece behind the one at a position starts; 0 behind the last. */
    public long next(long position) {
        return isLast(position) ? 0 : end(position);
    }

    /** The piece at a position, for people: its bytes and whose they are. Rare path. */
    public String describe(long position) {
        long end = end(position);
        String first = "";
        String last = "";
        for (int i = 0; i < names.length; i++) {
            if (starts[i + 1] > position && starts[i] < end) {
                first = first.isEmpty() ? names[i] : first;
                last = names[i];
            }
        }
        return "bytes " + position + " to " + end + " of " + stateBytes + ", in " + first
                + (last.equals(first) ? "" : " to " + last);
    }

    /** Also right for a position beyond the state, which a malformed record may name. */
    private long end(long position) {
        return position >= stateBytes - CHUNK_BYTES ? stateBytes : position + CHUNK_BYTES;
    }
}
