/**
 * DPDK for Java: the environment (EAL), mbuf pools, Ethernet ports, and bursts of packets.
 *
 * <pre>
 *   Eal ──── init, close, threads          once per process
 *    │
 *    ├── MbufPool ── allocate ──────────┐
 *    │                                  ▼
 *    └── EthPort ─── receive ──▶  long[] mbufs │ long[] data addresses │ int[] lengths │ int[] RSS hashes
 *              ◀──── transmit ──          │       (native arrays, owned by the caller: one set per worker)
 *                                         ▼
 *                          Mbufs ─── fill, free
 *
 *   HotCalls (critical downcalls)      generated bindings (jextract)         NativeLibrary (finds and loads)
 *        └────────────────────────┬──────────────┘                                   │
 *                        liblockstep_dpdk.so, compiled from src/main/c ◀─────────────┘
 *                                 │
 *                        librte_*.so of the installed DPDK
 * </pre>
 *
 * <p><b>Ownership.</b> An mbuf is a number. Who received or allocated it owns it until it is transmitted (if the port
 * took it) or freed. Nothing tracks this: an mbuf freed twice is memory corrupted, an mbuf forgotten is a pool that
 * runs dry ({@link io.lockstep.dpdk.MbufPool#inUse()} tells).
 *
 * <p><b>Threads.</b> Control calls (create, configure, start, statistics, close) may come from any thread; they
 * exclude each other per port. A queue belongs to one thread at a time, and so do the arrays that are passed with it.
 * Burst calls do not allocate, lock, or check more than their arguments. They run as <em>critical</em> downcalls: the
 * JVM cannot reach a safepoint while one is under way, so a device whose bursts make system calls (af_packet, pcap)
 * delays the collector by as much.
 *
 * <p><b>Errors.</b> {@link io.lockstep.dpdk.DpdkException} says which call failed, on what, why, and what to do.
 * {@link java.lang.IllegalStateException} and {@link java.lang.IllegalArgumentException} are mistakes of the caller.
 */
package io.lockstep.dpdk;
