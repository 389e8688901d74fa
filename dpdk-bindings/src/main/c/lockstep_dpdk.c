/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "lockstep_dpdk.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

#include <rte_dev.h>
#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_ethdev.h>
#include <rte_ether.h>
#include <rte_lcore.h>
#include <rte_mbuf.h>
#include <rte_mempool.h>
#include <rte_pdump.h>
#include <rte_prefetch.h>
#include <rte_version.h>

_Static_assert(sizeof(void *) == sizeof(uint64_t), "handles and addresses are 64 bits wide");
_Static_assert(RTE_ETH_NAME_MAX_LEN <= LS_NAME_BYTES, "a device name fits ls_port_info");

#define WANTED_RSS (RTE_ETH_RSS_IP | RTE_ETH_RSS_TCP | RTE_ETH_RSS_UDP)

/* Room for the Ethernet header and two VLAN tags in front of an IP packet. */
#define FRAME_OVERHEAD_BYTES (RTE_ETHER_HDR_LEN + 2 * RTE_VLAN_HLEN)

static inline struct rte_mempool *as_pool(uint64_t handle) { return (struct rte_mempool *)(uintptr_t)handle; }

/* The one view of a handle array in this file, so that no element is ever read under two types. */
static inline struct rte_mbuf **as_mbufs(uint64_t *handles, int32_t offset) {
    return (struct rte_mbuf **)(uintptr_t)handles + offset;
}

static inline uint64_t data_address(const struct rte_mbuf *mbuf) { return (uint64_t)rte_pktmbuf_mtod(mbuf, uintptr_t); }

static inline uint16_t burst_size(int32_t count) { return (uint16_t)RTE_MIN(count, UINT16_MAX); }

/* DPDK's older calls answer -1 and leave the reason in rte_errno. */
static int32_t from_rte_errno(int32_t result) { return result >= 0 ? result : rte_errno != 0 ? -rte_errno : -EIO; }

/* ---- environment ---- */

int32_t ls_interface_version(void) { return LS_INTERFACE_VERSION; }

const char *ls_dpdk_version(void) { return rte_version(); }

const char *ls_error_text(int32_t error) { return rte_strerror(error < 0 ? -error : error); }

int32_t ls_eal_init(int32_t argc, char **argv) { return from_rte_errno(rte_eal_init(argc, argv)); }

int32_t ls_eal_cleanup(void) { return rte_eal_cleanup(); }

int32_t ls_pdump_init(void) { return from_rte_errno(rte_pdump_init()); }

int32_t ls_thread_register(void) { return from_rte_errno(rte_thread_register()); }

void ls_thread_unregister(void) { rte_thread_unregister(); }

int32_t ls_thread_pin(int32_t cpu) {
    cpu_set_t cpus;

    if (cpu < 0 || cpu >= CPU_SETSIZE)
        return -EINVAL;
    CPU_ZERO(&cpus);
    CPU_SET(cpu, &cpus);
    return sched_setaffinity(0, sizeof(cpus), &cpus) == 0 ? 0 : -errno;
}

/* ---- mbuf pools ---- */

int32_t ls_mbuf_headroom_bytes(void) { return RTE_PKTMBUF_HEADROOM; }

int32_t ls_pool_create(const char *name, uint32_t count, uint32_t cache, uint32_t data_room_bytes, int32_t numa_socket,
                       uint64_t *pool) {
    struct rte_mempool *created;

    if (data_room_bytes <= RTE_PKTMBUF_HEADROOM || data_room_bytes > UINT16_MAX)
        return -EINVAL;
    created = rte_pktmbuf_pool_create(name, count, cache, 0, (uint16_t)data_room_bytes, numa_socket);
    if (created == NULL)
        return from_rte_errno(-1);
    *pool = (uint64_t)(uintptr_t)created;
    return 0;
}

void ls_pool_free(uint64_t pool) { rte_mempool_free(as_pool(pool)); }

uint32_t ls_pool_available(uint64_t pool) { return rte_mempool_avail_count(as_pool(pool)); }

uint32_t ls_pool_in_use(uint64_t pool) { return rte_mempool_in_use_count(as_pool(pool)); }

/* ---- memory ---- */

void ls_prefetch(const uint64_t *addresses, int32_t count) {
    for (int32_t i = 0; i < count; i++)
        rte_prefetch0((const void *)(uintptr_t)addresses[i]);
}

/* ---- mbufs, in bursts ---- */

/* Whether [address, address + length) lies in the mbuf's buffer; wrap-around makes "in front" look far behind. */
static inline int fits(const struct rte_mbuf *mbuf, uint64_t address, uint32_t length) {
    uint64_t start = address - (uint64_t)(uintptr_t)mbuf->buf_addr;

    return start <= mbuf->buf_len && length <= mbuf->buf_len - start;
}

static inline int all_fit(struct rte_mbuf **mbufs, const uint64_t *addresses, const uint32_t *lengths, int32_t count) {
    int outside = 0;

    for (int32_t i = 0; i < count; i++)
        outside |= !fits(mbufs[i], addresses[i], lengths[i]);
    return !outside;
}

int32_t ls_mbuf_alloc_bulk(uint64_t pool, uint64_t *mbufs, uint64_t *data_addresses, int32_t offset, int32_t count) {
    struct rte_mbuf **burst = as_mbufs(mbufs, offset);
    int result = rte_pktmbuf_alloc_bulk(as_pool(pool), burst, (unsigned int)count);

    if (unlikely(result != 0))
        return -ENOENT;
    for (int32_t i = 0; i < count; i++)
        data_addresses[offset + i] = data_address(burst[i]);
    return 0;
}

void ls_mbuf_free_bulk(uint64_t *mbufs, int32_t offset, int32_t count) {
    rte_pktmbuf_free_bulk(as_mbufs(mbufs, offset), (unsigned int)count);
}

int32_t ls_mbuf_fill_burst(uint64_t *mbufs, const uint64_t *data_addresses, const uint64_t *source_addresses,
                           const uint32_t *lengths, int32_t offset, int32_t count) {
    if (unlikely(!all_fit(as_mbufs(mbufs, offset), data_addresses + offset, lengths + offset, count)))
        return -EMSGSIZE;
    for (int32_t i = offset; i < offset + count; i++)
        memcpy((void *)(uintptr_t)data_addresses[i], (const void *)(uintptr_t)source_addresses[i], lengths[i]);
    return 0;
}

/* Joins the segments in the first one; 0 where that has no room. */
static __rte_noinline uint64_t linearized_data_address(struct rte_mbuf *mbuf) {
    return rte_pktmbuf_linearize(mbuf) == 0 ? data_address(mbuf) : 0;
}

int32_t ls_rx_burst(int32_t port, int32_t queue, uint64_t *mbufs, uint64_t *data_addresses, uint32_t *lengths,
                    int32_t limit) {
    struct rte_mbuf **burst = as_mbufs(mbufs, 0);
    uint16_t received = rte_eth_rx_burst((uint16_t)port, (uint16_t)queue, burst, burst_size(limit));

    for (uint16_t i = 0; i < received; i++) {
        struct rte_mbuf *mbuf = burst[i];

        data_addresses[i] = likely(mbuf->nb_segs == 1) ? data_address(mbuf) : linearized_data_address(mbuf);
        lengths[i] = mbuf->pkt_len;
    }
    return received;
}

int32_t ls_tx_burst(int32_t port, int32_t queue, uint64_t *mbufs, const uint64_t *data_addresses,
                    const uint32_t *lengths, int32_t offset, int32_t count) {
    struct rte_mbuf **burst = as_mbufs(mbufs, offset);
    const uint64_t *addresses = data_addresses + offset;
    const uint32_t *bytes = lengths + offset;
    uint16_t size = burst_size(count);
    int outside = 0;

    for (uint16_t i = 0; i < size; i++) {
        struct rte_mbuf *mbuf = burst[i];

        outside |= !fits(mbuf, addresses[i], bytes[i]);
        mbuf->data_off = (uint16_t)(addresses[i] - (uint64_t)(uintptr_t)mbuf->buf_addr);
        mbuf->data_len = (uint16_t)bytes[i];
        mbuf->pkt_len = bytes[i];
    }
    if (unlikely(outside))
        return -EMSGSIZE;
    return rte_eth_tx_burst((uint16_t)port, (uint16_t)queue, burst, size);
}

int32_t ls_tx_received(int32_t port, int32_t queue, uint64_t *mbufs, int32_t offset, int32_t count) {
    return rte_eth_tx_burst((uint16_t)port, (uint16_t)queue, as_mbufs(mbufs, offset), burst_size(count));
}

/* ---- ports ---- */

/* DPDK's port ids are 16 bits wide: keeps a larger number from being cut down to another port's id. */
static int is_port(int32_t port) {
    return port >= 0 && port < RTE_MAX_ETHPORTS && rte_eth_dev_is_valid_port((uint16_t)port);
}

int32_t ls_port_count(void) { return rte_eth_dev_count_avail(); }

int32_t ls_port_next(int32_t from) {
    uint64_t next;

    if (from < 0 || from >= RTE_MAX_ETHPORTS)
        return -ENODEV;
    next = rte_eth_find_next_owned_by((uint16_t)from, RTE_ETH_DEV_NO_OWNER);
    return next < RTE_MAX_ETHPORTS ? (int32_t)next : -ENODEV;
}

int32_t ls_port_find(const char *name) {
    uint16_t port;
    int result = rte_eth_dev_get_port_by_name(name, &port);

    return result == 0 ? port : result;
}

int32_t ls_port_info_get(int32_t port, struct ls_port_info *info) {
    struct rte_eth_dev_info device;
    int result;

    if (!is_port(port))
        return -ENODEV;
    result = rte_eth_dev_info_get((uint16_t)port, &device);
    if (result != 0)
        return result;
    memset(info, 0, sizeof(*info));
    result = rte_eth_dev_get_name_by_port((uint16_t)port, info->name);
    if (result != 0)
        return result;
    snprintf(info->driver, sizeof(info->driver), "%s", device.driver_name != NULL ? device.driver_name : "");
    info->numa_socket = rte_eth_dev_socket_id((uint16_t)port);
    info->rx_queues = device.nb_rx_queues;
    info->tx_queues = device.nb_tx_queues;
    info->max_rx_queues = device.max_rx_queues;
    info->max_tx_queues = device.max_tx_queues;
    info->max_rx_packet_length_bytes = device.max_rx_pktlen;
    info->min_mtu_bytes = device.min_mtu;
    info->max_mtu_bytes = device.max_mtu;
    info->rss_supported = (device.flow_type_rss_offloads & WANTED_RSS) != 0;
    return 0;
}

static void ask_for_rss(const struct rte_eth_dev_info *device, struct rte_eth_conf *conf) {
    conf->rxmode.mq_mode = RTE_ETH_MQ_RX_RSS;
    conf->rxmode.offloads |= device->rx_offload_capa & RTE_ETH_RX_OFFLOAD_RSS_HASH;
    conf->rx_adv_conf.rss_conf.rss_hf = device->flow_type_rss_offloads & WANTED_RSS;
}

static int set_up_queues(uint16_t port, struct rte_eth_dev_info *device, uint64_t rx_offloads, uint16_t rx_descriptors,
                         uint16_t tx_descriptors, struct rte_mempool *pool) {
    unsigned int socket = (unsigned int)rte_eth_dev_socket_id(port);
    int result = 0;

    device->default_rxconf.offloads = rx_offloads;
    for (uint16_t queue = 0; queue < device->nb_rx_queues && result == 0; queue++)
        result = rte_eth_rx_queue_setup(port, queue, rx_descriptors, socket, &device->default_rxconf, pool);
    for (uint16_t queue = 0; queue < device->nb_tx_queues && result == 0; queue++)
        result = rte_eth_tx_queue_setup(port, queue, tx_descriptors, socket, &device->default_txconf);
    return result;
}

int32_t ls_port_configure(int32_t port, struct ls_port_config *config, uint64_t pool) {
    struct rte_eth_dev_info device;
    struct rte_eth_conf conf = {0};
    uint16_t id = (uint16_t)port;
    uint16_t rx_descriptors = (uint16_t)RTE_MIN(config->rx_descriptors, (uint32_t)UINT16_MAX);
    uint16_t tx_descriptors = (uint16_t)RTE_MIN(config->tx_descriptors, (uint32_t)UINT16_MAX);
    uint16_t mtu = 0;
    int result;

    if (!is_port(port))
        return -ENODEV;
    if (config->rx_queues > UINT16_MAX || config->tx_queues > UINT16_MAX)
        return -EINVAL;
    result = rte_eth_dev_info_get(id, &device);
    if (result != 0)
        return result;
    conf.rxmode.mtu = config->mtu_bytes;
    config->rss = config->rss != 0 && (device.flow_type_rss_offloads & WANTED_RSS) != 0;
    if (config->rss)
        ask_for_rss(&device, &conf);
    if ((result = rte_eth_dev_configure(id, (uint16_t)config->rx_queues, (uint16_t)config->tx_queues, &conf)) != 0 ||
        (result = rte_eth_dev_get_mtu(id, &mtu)) != 0 ||
        (result = rte_eth_dev_adjust_nb_rx_tx_desc(id, &rx_descriptors, &tx_descriptors)) != 0 ||
        (result = rte_eth_dev_info_get(id, &device)) != 0)
        return result;
    if (rte_pktmbuf_data_room_size(as_pool(pool)) < RTE_PKTMBUF_HEADROOM + mtu + FRAME_OVERHEAD_BYTES)
        return -EMSGSIZE;
    config->rx_descriptors = rx_descriptors;
    config->tx_descriptors = tx_descriptors;
    config->mtu_bytes = mtu;
    return set_up_queues(id, &device, conf.rxmode.offloads, rx_descriptors, tx_descriptors, as_pool(pool));
}

int32_t ls_port_start(int32_t port) { return is_port(port) ? rte_eth_dev_start((uint16_t)port) : -ENODEV; }

int32_t ls_port_stop(int32_t port) { return is_port(port) ? rte_eth_dev_stop((uint16_t)port) : -ENODEV; }

int32_t ls_port_close(int32_t port) {
    int result;

    if (!is_port(port))
        return -ENODEV;
    result = rte_eth_dev_stop((uint16_t)port);
    return result == 0 ? rte_eth_dev_close((uint16_t)port) : result;
}

int32_t ls_port_mac_get(int32_t port, uint8_t *address) {
    struct rte_ether_addr mac = {{0}};
    int result = is_port(port) ? rte_eth_macaddr_get((uint16_t)port, &mac) : -ENODEV;

    memcpy(address, &mac, sizeof(mac));
    return result;
}

int32_t ls_port_mac_set(int32_t port, const uint8_t *address) {
    struct rte_ether_addr mac;

    memcpy(&mac, address, sizeof(mac));
    return is_port(port) ? rte_eth_dev_default_mac_addr_set((uint16_t)port, &mac) : -ENODEV;
}

int32_t ls_port_promiscuous_set(int32_t port, int32_t on) {
    if (!is_port(port))
        return -ENODEV;
    return on ? rte_eth_promiscuous_enable((uint16_t)port) : rte_eth_promiscuous_disable((uint16_t)port);
}

int32_t ls_port_link_get(int32_t port, struct ls_link_status *status) {
    struct rte_eth_link link;
    int result = is_port(port) ? rte_eth_link_get_nowait((uint16_t)port, &link) : -ENODEV;

    if (result != 0)
        return result;
    status->speed_mbps = link.link_speed == RTE_ETH_SPEED_NUM_UNKNOWN ? 0 : link.link_speed;
    status->up = link.link_status == RTE_ETH_LINK_UP;
    status->full_duplex = link.link_duplex == RTE_ETH_LINK_FULL_DUPLEX;
    status->autonegotiated = link.link_autoneg == RTE_ETH_LINK_AUTONEG;
    return 0;
}

int32_t ls_port_stats_get(int32_t port, struct ls_port_stats *stats) {
    struct rte_eth_stats device;
    int result = is_port(port) ? rte_eth_stats_get((uint16_t)port, &device) : -ENODEV;

    if (result != 0)
        return result;
    *stats = (struct ls_port_stats){
        .ipackets = device.ipackets,
        .opackets = device.opackets,
        .ibytes = device.ibytes,
        .obytes = device.obytes,
        .imissed = device.imissed,
        .ierrors = device.ierrors,
        .oerrors = device.oerrors,
        .rx_nombuf = device.rx_nombuf,
    };
    return 0;
}

int32_t ls_port_stats_reset(int32_t port) { return is_port(port) ? rte_eth_stats_reset((uint16_t)port) : -ENODEV; }
