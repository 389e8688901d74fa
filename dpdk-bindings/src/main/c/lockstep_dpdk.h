/*
 * SPDX-License-Identifier: Apache-2.0
 *
 * The part of DPDK that Lockstep uses, as plain functions over plain structs.
 *
 * DPDK's burst and mbuf calls are static inline and its structs change between releases, so Java cannot bind to
 * them. This shim is compiled against the DPDK that is installed; Java binds to this header alone, through jextract
 * (scripts/generate-bindings). That is why it includes nothing but <stdint.h>, and why structs hold only fields of
 * explicit width: no bit fields, no nested structs.
 *
 * Conventions, unless a function says otherwise:
 *   - results are zero or positive; failures are negative errno values (ls_error_text has the words);
 *   - nothing is printed by the shim (DPDK itself logs to standard error);
 *   - an mbuf and a pool are opaque 64-bit handles, an address is a 64-bit number: Java keeps both in long arrays;
 *   - burst functions work on array elements [offset, offset + count) and trust their arguments: the caller has
 *     checked port, queue and array sizes. Any thread may call them, but one queue belongs to one thread;
 *   - control functions (ls_eal_*, ls_pool_*, ls_port_*) may block and are called by one thread at a time.
 */
#ifndef LOCKSTEP_DPDK_H
#define LOCKSTEP_DPDK_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Grows with every change of this header that an older caller would not survive. */
#define LS_INTERFACE_VERSION 2

/* Bytes of a device name and of a driver name, with the final zero. */
#define LS_NAME_BYTES 64

/* What a port can do and is. */
struct ls_port_info {
    char name[LS_NAME_BYTES];
    char driver[LS_NAME_BYTES];
    int32_t numa_socket; /* -1: unknown or any */
    uint32_t rx_queues;  /* as configured; the driver's choice before ls_port_configure */
    uint32_t tx_queues;
    uint32_t max_rx_queues;
    uint32_t max_tx_queues;
    uint32_t max_rx_packet_length_bytes; /* frame, as the driver reports it */
    uint32_t min_mtu_bytes;
    uint32_t max_mtu_bytes;
    uint32_t rss_supported; /* 1: can spread TCP or UDP over IPv4 or IPv6 */
};

/* What is asked of a port; ls_port_configure writes back what the port was given. */
struct ls_port_config {
    uint32_t rx_queues;
    uint32_t tx_queues;
    uint32_t rx_descriptors; /* per queue; moved into the device's limits */
    uint32_t tx_descriptors;
    uint32_t mtu_bytes; /* IP packet, without the Ethernet header; 0: DPDK's default */
    uint32_t rss;       /* 1: spread over the RX queues by RSS where the device can; 0 written back where it cannot */
};

/* State of the link as the driver last saw it. */
struct ls_link_status {
    uint32_t speed_mbps; /* 0: unknown */
    uint32_t up;
    uint32_t full_duplex;
    uint32_t autonegotiated;
};

/* Counters since start or the last reset. */
struct ls_port_stats {
    uint64_t ipackets;
    uint64_t opackets;
    uint64_t ibytes;
    uint64_t obytes;
    uint64_t imissed;   /* dropped by the device: nobody polled in time */
    uint64_t ierrors;   /* received broken */
    uint64_t oerrors;   /* failed to send */
    uint64_t rx_nombuf; /* dropped for want of an mbuf */
};

/* ---- environment ---- */

/* LS_INTERFACE_VERSION that the library was compiled with. */
int32_t ls_interface_version(void);

/* Release of the DPDK at run time, such as "DPDK 22.11.11"; static storage. */
const char *ls_dpdk_version(void);

/* Words for an errno value, of either sign, including DPDK's own; valid until the thread's next call. */
const char *ls_error_text(int32_t error);

/*
 * Starts the environment abstraction layer, once per process. argv[0] is the program's name; DPDK keeps pointers into
 * argv, so it must live as long as the process. Pins the calling thread to the main lcore.
 */
int32_t ls_eal_init(int32_t argc, char **argv);

/* Releases what ls_eal_init took. No DPDK call may follow. */
int32_t ls_eal_cleanup(void);

/* Lets DPDK's own dpdk-dumpcap attach to this process. */
int32_t ls_pdump_init(void);

/*
 * Makes the calling thread known to DPDK, which gives it mempool caches. Reads the thread's CPU affinity, so pin first.
 * -ENOMEM: no lcore id is left.
 */
int32_t ls_thread_register(void);

/* Undoes ls_thread_register for the calling thread; harmless where there is nothing to undo. */
void ls_thread_unregister(void);

/* Binds the calling thread to one CPU. -EINVAL: no such CPU, or outside the set the process may use. */
int32_t ls_thread_pin(int32_t cpu);

/* ---- mbuf pools ---- */

/* Bytes that a fresh mbuf keeps free in front of its data. */
int32_t ls_mbuf_headroom_bytes(void);

/*
 * Makes a pool of `count` mbufs and writes its handle to *pool. `data_room_bytes` is the buffer of one mbuf: headroom
 * plus the longest frame that it can hold. `cache` mbufs are kept per registered thread (at most 512, and at most two
 * thirds of count). A count of 2^n - 1 wastes no memory. `numa_socket` -1: any.
 */
int32_t ls_pool_create(const char *name, uint32_t count, uint32_t cache, uint32_t data_room_bytes, int32_t numa_socket,
                       uint64_t *pool);

/* Gives the pool's memory back. Every mbuf must be home. */
void ls_pool_free(uint64_t pool);

/* Mbufs at home, caches included; walks the caches: not for the hot path. */
uint32_t ls_pool_available(uint64_t pool);

/* Mbufs that are out. */
uint32_t ls_pool_in_use(uint64_t pool);

/* ---- memory ---- */

/*
 * Asks the processor to bring the cache line at each address, and does not wait. Addresses need not be valid: nothing is read that the
 * program could see.
 */
void ls_prefetch(const uint64_t *addresses, int32_t count);

/* ---- mbufs, in bursts ---- */

/* Takes `count` mbufs, all or none: 0, or -ENOENT when the pool has not that many. */
int32_t ls_mbuf_alloc_bulk(uint64_t pool, uint64_t *mbufs, uint64_t *data_addresses, int32_t offset, int32_t count);

/* Returns mbufs to their pools. Zero handles are skipped. */
void ls_mbuf_free_bulk(uint64_t *mbufs, int32_t offset, int32_t count);

/*
 * Copies lengths[i] bytes from source_addresses[i] to data_addresses[i], which lies in mbufs[i]. -EMSGSIZE, and nothing
 * copied, if one does not fit.
 */
int32_t ls_mbuf_fill_burst(uint64_t *mbufs, const uint64_t *data_addresses, const uint64_t *source_addresses,
                           const uint32_t *lengths, int32_t offset, int32_t count);

/*
 * Receives up to `limit` packets into elements [0, result) of the arrays. A packet in several segments is joined in
 * its first one; where it does not fit, its data address is 0: the caller counts and frees it.
 */
int32_t ls_rx_burst(int32_t port, int32_t queue, uint64_t *mbufs, uint64_t *data_addresses, uint32_t *lengths,
                    int32_t limit);

/*
 * Sends packets that start at data_addresses[i] (which may have moved, within the mbuf) and are lengths[i] long.
 * Returns how many the device took, from the front; the rest stay the caller's. -EMSGSIZE, and nothing sent, if one
 * reaches outside of its mbuf.
 */
int32_t ls_tx_burst(int32_t port, int32_t queue, uint64_t *mbufs, const uint64_t *data_addresses,
                    const uint32_t *lengths, int32_t offset, int32_t count);

/*
 * The same for packets that ls_rx_burst has put into `mbufs`, and whose addresses and lengths nobody has changed since: there is nothing
 * to check and nothing to write.
 */
int32_t ls_tx_received(int32_t port, int32_t queue, uint64_t *mbufs, int32_t offset, int32_t count);

/* ---- ports ---- */

/* How many ports there are. */
int32_t ls_port_count(void);

/* The first port id not below `from`, or -ENODEV. */
int32_t ls_port_next(int32_t from);

/* The id of the port with this device name, or -ENODEV. */
int32_t ls_port_find(const char *name);

int32_t ls_port_info_get(int32_t port, struct ls_port_info *info);

/*
 * Sets up every queue of a stopped port, with all RX queues fed from `pool`. -EMSGSIZE: the pool's buffers do not hold
 * a frame of that MTU with two VLAN tags.
 */
int32_t ls_port_configure(int32_t port, struct ls_port_config *config, uint64_t pool);

int32_t ls_port_start(int32_t port);
int32_t ls_port_stop(int32_t port);

/* Stops the port and frees its device; the id may not be used again. */
int32_t ls_port_close(int32_t port);

/* `address` is 6 bytes, in transmission order. */
int32_t ls_port_mac_get(int32_t port, uint8_t *address);
int32_t ls_port_mac_set(int32_t port, const uint8_t *address);

int32_t ls_port_promiscuous_set(int32_t port, int32_t on);
int32_t ls_port_link_get(int32_t port, struct ls_link_status *link);
int32_t ls_port_stats_get(int32_t port, struct ls_port_stats *stats);
int32_t ls_port_stats_reset(int32_t port);

#ifdef __cplusplus
}
#endif

#endif
