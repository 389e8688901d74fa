package io.lockstep.replication;

import io.lockstep.runtime.role.Term;
import io.netty.channel.ManualIoEventLoop;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;

/**
 * The replication channel of one worker, for both roles: an agent whose duty cycle drives Netty's event loop without blocking and
 * then acts on what it brought.
 *
 * <pre>
 *   doWork ─► event loop (epoll, once) ─► {@link Acceptor} ─► {@link PrimaryLink} ─► {@link BackupLink}
 *               fills buffers               HELLO checks        log → wire, acks       wire → inbox, acks
 * </pre>
 *
 * <p>All its state belongs to the thread that runs {@link #onStart}, {@link #doWork} and {@link #onClose}: one of its own, or the worker's.
 * It meets other threads in the log, the inbox, the executed ordinal, the term and the status only.
 */
public final class WorkerChannel implements Agent {
    /** Most bytes that a channel gives the kernel at once. */
    public static final int MOST_WRITE_BYTES = Connection.WRITE_BYTES;

    private static final int SHUTDOWN_RUNS = 1000;

    private final ChannelSetup setup;
    private final ManualIoEventLoop loop;
    private final Acceptor acceptor;
    private final PrimaryLink primary;
    private final BackupLink backup;
    private boolean started;

    /** Makes a channel; it opens nothing before {@link #onStart}. */
    public WorkerChannel(ChannelSetup setup) {
        this(setup, Transport.best());
    }

    /** The same over a transport of the caller's choice. */
    public WorkerChannel(ChannelSetup setup, Transport transport) {
        Hellos.checkSendable(setup);
        this.setup = setup;
        this.loop = new ManualIoEventLoop(null, transport.ioHandler());
        Problems problems = new Problems(setup.status(), setup.worker());
        EpochProbe probe = new EpochProbe(setup, new Dialer(loop, transport, setup), problems);
        this.primary = new PrimaryLink(setup, probe, problems);
        this.backup = new BackupLink(setup, new Dialer(loop, transport, setup), problems);
        this.acceptor = new Acceptor(loop, transport, setup, primary, problems);
    }

    /** Opens the listening socket; fails with a sentence that names the address. */
    @Override
    public void onStart() {
        loop.setOwningThread(Thread.currentThread());
        started = true;
        acceptor.listen();
    }

    @Override
    public int doWork() {
        // The clock first: after a pause of the whole process, what came meanwhile is heard before silence is judged.
        long nowNs = setup.clock().nanoTime();
        int work = loop.runNow();
        Term term = setup.term().get();
        work += acceptor.doWork(nowNs, term);
        work += primary.doWork(nowNs, term);
        work += backup.doWork(nowNs, term);
        setup.status().actedOn(term);
        return work;
    }

    /** Says goodbye, closes everything and gives all memory back. */
    @Override
    public void onClose() {
        if (!started) {
            loop.setOwningThread(Thread.currentThread());
        }
        long nowNs = setup.clock().nanoTime();
        Term term = setup.term().get();
        primary.shutdown(nowNs, term);
        backup.shutdown(nowNs, term);
        acceptor.close();
        var unused = loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
        for (int i = 0; i < SHUTDOWN_RUNS && !loop.isTerminated(); i++) {
            loop.runNow();
        }
    }

    @Override
    public String roleName() {
        return "channel-" + setup.worker();
    }

    /** Number of connections that have not passed the handshake. Channel thread. */
    int pendingHandshakes() {
        return acceptor.pendingHandshakes();
    }

    /** Where the channel listens; after {@link #onStart}. */
    public InetSocketAddress localAddress() {
        return acceptor.localAddress();
    }
}
