package io.lockstep.runtime.owner;

/** Accesses that wait for their turn and have come in any order: a binary heap by their numbers. Owner thread only; never full. */
final class AccessHeap {
    private final long[] sequences;
    private final AccessMessage[] messages;
    private int size;

    /** Makes a heap for so many accesses. */
    AccessHeap(int capacity) {
        this.sequences = new long[capacity];
        this.messages = new AccessMessage[capacity];
    }

    /** The lowest number, or {@link ReplayOrder#NONE}. */
    long first() {
        return size == 0 ? ReplayOrder.NONE : sequences[0];
    }

    /** Adds an access. */
    void add(long sequence, AccessMessage message) {
        int place = size++;
        while (place > 0 && sequences[(place - 1) / 2] > sequence) {
            move((place - 1) / 2, place);
            place = (place - 1) / 2;
        }
        put(place, sequence, message);
    }

    /** Takes the access with the lowest number. */
    AccessMessage take() {
        AccessMessage first = messages[0];
        size--;
        long sequence = sequences[size];
        int place = 0;
        int child = lowerChild(0);
        while (child < size && sequences[child] < sequence) {
            move(child, place);
            place = child;
            child = lowerChild(place);
        }
        put(place, sequence, messages[size]);
        return first;
    }

    /** Of two children the one with the lower number; a place behind the last where there is none. */
    private int lowerChild(int place) {
        int left = 2 * place + 1;
        return left + 1 < size && sequences[left + 1] < sequences[left] ? left + 1 : left;
    }

    private void move(int from, int to) {
        put(to, sequences[from], messages[from]);
    }

    private void put(int place, long sequence, AccessMessage message) {
        sequences[place] = sequence;
        messages[place] = message;
    }
}
