package io.lockstep.benchmarks.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * All echo flows on one thread: sends in turn, evenly spread over the period, reads whatever arrives. With N flows a packet is due
 * every period / N, which is the resolution of the silence that it measures.
 */
final class EchoClient implements Runnable {
    private static final long READY_WITHIN_NS = 15_000_000_000L;
    static final long DRAIN_UDP_MS = 1_000;
    static final long DRAIN_TCP_MS = 8_000;

    private final InetSocketAddress server;
    private final long periodNs;
    private final Selector selector = Selector.open();
    private final List<EchoFlow> flows = new ArrayList<>();
    private final SilenceMeter silence = new SilenceMeter();
    private final Queue<int[]> wanted = new ConcurrentLinkedQueue<>(); // {UDP flows, TCP flows} to open
    private final ByteBuffer request = ByteBuffer.allocateDirect(EchoMessage.REQUEST_BYTES);
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(2048);
    private volatile boolean stopped;
    private volatile long drainUdpMs;
    private volatile long drainTcpMs;
    private long openedNs;
    private long nextSendNs;
    private int nextFlow;
    private boolean ready;

    EchoClient(InetSocketAddress server, long periodMs) throws IOException {
        this.server = server;
        this.periodNs = periodMs * 1_000_000;
    }

    /** Opens more flows. */
    void more(int udp, int tcp) {
        wanted.add(new int[] {udp, tcp});
        selector.wakeup();
    }

    /** What comes from now on is after the failure. */
    void mark() {
        long nowNs = System.nanoTime();
        silence.mark(nowNs);
        Map<String, Object> event = Events.event(Events.MARKED);
        event.put("at_us", silence.toEpochUs(nowNs));
        Events.write(event);
    }

    /** Ends {@link #run} after what is outstanding has come, or has had time to; after so many milliseconds at the latest: what a datagram
     * waits for is lost then. */
    void stop(long udpMs, long tcpMs) {
        drainUdpMs = udpMs;
        drainTcpMs = tcpMs;
        stopped = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        try {
            openedNs = System.nanoTime();
            nextSendNs = openedNs;
            while (!stopped) {
                openWanted();
                sendDue(System.nanoTime());
                receive();
                announceReady();
            }
            drain();
            report();
        } catch (IOException e) {
            System.err.println("the client has failed: " + e);
            System.exit(1);
        }
    }

    private void openWanted() throws IOException {
        for (int[] counts = wanted.poll(); counts != null; counts = wanted.poll()) {
            ready = false;
            openedNs = System.nanoTime();
            for (int i = 0; i < Math.max(counts[0], counts[1]); i++) {
                if (i < counts[0]) {
                    open(new UdpFlow(flows.size(), silence::isMarked));
                }
                if (i < counts[1]) {
                    open(new TcpFlow(flows.size(), silence::isMarked));
                }
            }
        }
    }

    private void open(EchoFlow flow) throws IOException {
        flow.open(selector, server);
        flows.add(flow);
    }

    private void sendDue(long nowNs) {
        if (flows.isEmpty()) {
            return;
        }
        long stepNs = periodNs / flows.size();
        for (int i = 0; i < flows.size() && nextSendNs <= nowNs; i++) {
            nextFlow = nextFlow + 1 < flows.size() ? nextFlow + 1 : 0;
            flows.get(nextFlow).send(request);
            nextSendNs += stepNs;
        }
        nextSendNs = Math.max(nextSendNs, nowNs - periodNs);
    }

    private void receive() throws IOException {
        if (nextSendNs - System.nanoTime() > 200_000) {
            selector.select(1);
        } else {
            selector.selectNow();
        }
        Set<SelectionKey> readable = selector.selectedKeys();
        int replies = 0;
        for (SelectionKey key : readable) {
            replies += receive((EchoFlow) key.attachment());
        }
        readable.clear();
        if (replies > 0) {
            silence.onPackets(System.nanoTime());
        }
    }

    private int receive(EchoFlow flow) {
        try {
            return flow.receive(scratch);
        } catch (IOException e) {
            if (flow.isTcp()) {
                flow.breakDown("broke: " + e.getMessage());
            }
            return 0;
        }
    }

    private void announceReady() {
        if (ready) {
            return;
        }
        long nowNs = System.nanoTime();
        long answered = flows.stream()
                .filter(flow -> flow.external() != EchoFlow.UNKNOWN)
                .count();
        if (answered < flows.size() && nowNs - openedNs < READY_WITHIN_NS) {
            return;
        }
        ready = true;
        if (!silence.isMarked()) {
            silence.start(nowNs);
        }
        Map<String, Object> event = Events.event(Events.READY);
        event.put("flows", flows.size());
        event.put("answered", answered);
        Events.write(event);
    }

    private void drain() throws IOException {
        long stoppedNs = System.nanoTime();
        while (outstanding(System.nanoTime() - stoppedNs)) {
            selector.select(5);
            Set<SelectionKey> readable = selector.selectedKeys();
            readable.forEach(key -> receive((EchoFlow) key.attachment()));
            readable.clear();
        }
    }

    private boolean outstanding(long sinceNs) {
        return flows.stream()
                .filter(flow -> !flow.isBroken() && flow.unanswered() > 0)
                .anyMatch(flow -> sinceNs / 1_000_000 < (flow.isTcp() ? drainTcpMs : drainUdpMs));
    }

    private void report() {
        Map<String, Object> result = Events.event(Events.RESULT);
        FlowTally.put(result, flows);
        result.put("silence_ms", silence.longestAfterMarkMs());
        result.put("silence_end_us", silence.afterEndUs());
        result.put("silence_before_mark_ms", silence.longestBeforeMarkMs());
        Events.write(result);
        flows.forEach(EchoFlow::close);
    }
}
