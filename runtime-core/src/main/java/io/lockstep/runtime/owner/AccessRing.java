package io.lockstep.runtime.owner;

import io.lockstep.runtime.memory.SharedPosition;

/**
 * A ring of messages from one thread to one other, by their numbers. What is put is seen by the other side from the next
 * {@link #publish} on: so a batch costs one write to a cache line that both cores use, not one per message.
 *
 * <p>It has room for all messages of a worker, of which each is on its way once at most, so it is never full.
 */
public final class AccessRing {
    private final int[] numbers;
    private final int mask;
    private final SharedPosition published = new SharedPosition();
    private final Cursor tail = new Cursor();
    private final Cursor head = new Cursor();

    /** A position of one side, on cache lines of its own. */
    private static final class Cursor {
        @SuppressWarnings("unused")
        private long p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;

        private long value;

        @SuppressWarnings("unused")
        private long p21, p22, p23, p24, p25, p26, p27, p28, p29, p30, p31, p32, p33, p34, p35;
    }

    AccessRing(int capacity) {
        this.numbers = new int[Integer.highestOneBit(2 * capacity - 1)];
        this.mask = numbers.length - 1;
    }

    /** Sender: puts a message behind those that are there. */
    public void put(int number) {
        numbers[(int) tail.value++ & mask] = number;
    }

    /** Sender: shows the other side what has been put. */
    public void publish() {
        if (published.getPlain() != tail.value) {
            published.set(tail.value);
        }
    }

    /** Receiver: how many messages there are. */
    public int available() {
        return (int) (published.get() - head.value);
    }

    /** Receiver: looks at one of those available without taking it. */
    public int peek(int index) {
        return numbers[(int) head.value + index & mask];
    }

    /** Receiver: takes messages. */
    public void take(int count) {
        head.value += count;
    }
}
