/**
 * Integration tests of the whole daemon: real processes of {@code bin/lockstep}, real DPDK virtual devices, real TCP, and the
 * capture files that came out.
 *
 * <pre>
 *   XxxIT ── Workbench (folder, TCP ports, clean-up) ──► NodeProcess ──► bin/lockstep run -c FILE
 *               │                                           │   status, promote over the admin socket
 *               └─ NodeYaml (FILE)                          └─► net_pcap: PcapFile in, PcapFile out
 * </pre>
 *
 * <p>The distribution comes from {@code daemon/target/lockstep}, or from the system property {@code lockstep.home}. Tests need
 * root. Every process that a test starts ends with its {@code Workbench}.
 */
package io.lockstep.benchmarks.endtoend;
