package io.lockstep.simulator.model;

/** The accesses that one owner has run, in order: it can only grow (I3). */
final class History {
    private final LongLog ids = new LongLog();
    private final LongLog places = new LongLog();
    private final LongLog results = new LongLog();

    void add(long id, int index, int variable, long result) {
        ids.add(id);
        places.add((long) index << 8 | variable);
        results.add(result);
    }

    int size() {
        return ids.size();
    }

    long id(int at) {
        return ids.get(at);
    }

    int index(int at) {
        return (int) (places.get(at) >> 8);
    }

    /** Whether both have the same access with the same result there. */
    boolean sameAt(int at, History other) {
        return at < other.size()
                && ids.get(at) == other.ids.get(at)
                && places.get(at) == other.places.get(at)
                && results.get(at) == other.results.get(at);
    }

    String at(int at) {
        return at >= size()
                ? "nothing"
                : "access " + index(at) + " of " + Names.input(ids.get(at)) + " to v" + (places.get(at) & 0xff) + " = "
                        + Long.toHexString(results.get(at));
    }
}
