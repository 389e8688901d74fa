package io.lockstep.benchmarks.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.BitSet;

/**
 * One flow through the pair: sends numbered messages and holds every reply against what earlier ones said. Used by the client's
 * one thread only.
 */
abstract class EchoFlow {
    /** No reply yet. */
    static final long UNKNOWN = -1;

    private final int id;
    private final String protocol;
    private final BitSet answered = new BitSet();
    private long external = UNKNOWN;
    private boolean mappingChanged;
    private boolean answeredBeforeMark;
    private boolean answeredAfterMark;
    private int sent;
    private int sentBeforeFirstReply = -1;
    private int duplicates;
    private boolean broken;
    private String problem = "";

    EchoFlow(int id, String protocol) {
        this.id = id;
        this.protocol = protocol;
    }

    /** Opens the flow's socket without waiting for anything. */
    abstract void open(Selector selector, InetSocketAddress server) throws IOException;

    /** Tries to send one message; false where the flow cannot now. */
    abstract boolean transmit(ByteBuffer request) throws IOException;

    /** Takes what has arrived and hands each reply to {@link #onReply}; returns how many. */
    abstract int receive(ByteBuffer scratch) throws IOException;

    abstract void close();

    final void send(ByteBuffer request) {
        if (isBroken()) {
            return;
        }
        EchoMessage.putRequest(request, id, sent);
        try {
            if (transmit(request)) {
                sent++;
            }
        } catch (IOException e) {
            onSendFailed(e);
        }
    }

    /** A datagram socket may tell of an earlier ICMP error and work again: only a stream is broken by it. */
    void onSendFailed(IOException e) {
        breakDown("sending failed: " + e.getMessage());
    }

    /** Checks a reply. */
    final void onReply(ByteBuffer reply, boolean afterMark) {
        int flow = reply.getInt();
        int sequence = reply.getInt();
        long address = reply.getInt() & 0xffff_ffffL;
        long source = address << 16 | reply.getInt();
        if (flow != id || sequence < 0 || sequence >= sent) {
            breakDown("got the reply to message " + sequence + " of flow " + flow);
            return;
        }
        if (answered.get(sequence)) {
            duplicates++;
        }
        answered.set(sequence);
        if (sentBeforeFirstReply < 0) {
            sentBeforeFirstReply = sent;
        }
        answeredBeforeMark |= !afterMark;
        answeredAfterMark |= afterMark;
        checkMapping(source);
    }

    private void checkMapping(long source) {
        if (external == UNKNOWN) {
            external = source;
        } else if (external != source && !mappingChanged) {
            mappingChanged = true;
            note("was " + format(external) + " outside, is now " + format(source));
        }
    }

    final void breakDown(String why) {
        note(why);
        broken = true;
        close();
    }

    private void note(String what) {
        if (problem.isEmpty()) {
            problem = what;
        }
    }

    final boolean isBroken() {
        return broken;
    }

    final boolean isTcp() {
        return protocol.equals("tcp");
    }

    final String protocol() {
        return protocol;
    }

    /** External address and port as one number; {@link #UNKNOWN} before the first reply. */
    final long external() {
        return external;
    }

    final boolean mappingChanged() {
        return mappingChanged;
    }

    final boolean answeredBeforeMark() {
        return answeredBeforeMark;
    }

    final boolean answeredAfterMark() {
        return answeredAfterMark;
    }

    final int sent() {
        return sent;
    }

    final int unanswered() {
        return sent - answered.cardinality();
    }

    /** Of the unanswered ones those that were sent before the flow's first reply: while hosts still ask for addresses. */
    final int unansweredEarly() {
        int early = sentBeforeFirstReply < 0 ? sent : sentBeforeFirstReply;
        return early - answered.get(0, early).cardinality();
    }

    final int duplicates() {
        return duplicates;
    }

    /** What went wrong first, with the flow's name; empty: nothing. */
    final String problem() {
        return problem.isEmpty() ? "" : protocol + " flow " + id + " " + problem;
    }

    private static String format(long source) {
        return "%d.%d.%d.%d:%d"
                .formatted(
                        source >>> 40,
                        source >>> 32 & 0xff,
                        source >>> 24 & 0xff,
                        source >>> 16 & 0xff,
                        source & 0xffff);
    }
}
