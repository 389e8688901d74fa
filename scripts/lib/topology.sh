# shellcheck shell=bash
# The demo's network, in namespaces of its own; nothing of it is in the root namespace. Sourced after common.sh.
#
#   client eth0 ---- lan-client (bridge lan) lan-a ---- lan0 node-a wan0 ---- wan-a (bridge wan) wan-server ---- eth0 server
#   10.0.0.10                                lan-b ---- lan0 node-b wan0 ---- wan-b                         203.0.113.10
#                                                  node-a repl0 ---- repl0 node-b
#                                                  192.168.7.1       192.168.7.2
#
# Both bridges are in the namespace "switch". The nodes' lan0 and wan0 have no address: they belong to DPDK.
# A run is named ls<pid>; what it must undo is noted in /run/lockstep-demo/ls<pid>, so that a later run can undo it too.

TOPOLOGY_ROLES=(client server node-a node-b switch)
TOPOLOGY_RUNS=/run/lockstep-demo

# --- Runs -----------------------------------------------------------------------------------------------------------

# start_run: cleans up after dead runs, then sets RUN (its name) and RUN_NOTES (what to undo).
start_run() {
  clean_dead_runs
  RUN=ls$$
  RUN_NOTES=$TOPOLOGY_RUNS/$RUN
  mkdir -p "$RUN_NOTES"
  process_start_time $$ >"$RUN_NOTES/started"
}

# end_run RUN: undoes everything; may be called again.
end_run() {
  local run=$1 notes=$TOPOLOGY_RUNS/$1
  remove_topology "$run"
  rm -rf "/var/run/dpdk/$run-a" "/var/run/dpdk/$run-b"
  restore_hugepages "$notes/hugepages"
  if [[ -s $notes/directory ]]; then
    rm -rf "$(<"$notes/directory")"
  fi
  rm -rf "$notes"
  rmdir "$TOPOLOGY_RUNS" 2>/dev/null || true
}

# Field 22 of /proc/<pid>/stat: tells a process from a later one with the same pid. Empty: no such process.
process_start_time() {
  [[ -r /proc/$1/stat ]] || return 0
  sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20
}

run_is_alive() {
  local run=$1 started
  started=$(process_start_time "${run#ls}")
  [[ -n $started ]] || return 1
  [[ ! -s $TOPOLOGY_RUNS/$run/started || $(<"$TOPOLOGY_RUNS/$run/started") == "$started" ]]
}

# Runs by their notes and by their namespaces, whichever is left.
known_runs() {
  {
    [[ ! -d $TOPOLOGY_RUNS ]] || find "$TOPOLOGY_RUNS" -mindepth 1 -maxdepth 1 -name 'ls*' -printf '%f\n'
    ip netns list | sed -nE 's/^(ls[0-9]+)-(client|server|node-a|node-b|switch)( .*)?$/\1/p'
  } | sort -u
}

clean_dead_runs() {
  local run
  for run in $(known_runs); do
    if ! run_is_alive "$run"; then
      step "cleaning up after an earlier run that was killed ($run)"
      end_run "$run"
    fi
  done
}

# --- Building -------------------------------------------------------------------------------------------------------

in_namespace() {
  local role=$1
  shift
  ip netns exec "$RUN-$role" "$@"
}

make_topology() {
  local role
  for role in "${TOPOLOGY_ROLES[@]}"; do
    ip netns add "$RUN-$role"
    in_namespace "$role" sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
    ip -n "$RUN-$role" link set lo up
  done
  make_bridge lan
  make_bridge wan
  plug lan-client client eth0 lan 02:00:0a:00:00:10
  plug wan-server server eth0 wan 02:00:cb:00:71:10
  plug lan-a node-a lan0 lan 02:00:0a:00:00:0a
  plug wan-a node-a wan0 wan 02:00:cb:00:71:0a
  plug lan-b node-b lan0 lan 02:00:0a:00:00:0b
  plug wan-b node-b wan0 wan 02:00:cb:00:71:0b
  cable repl0

  ip -n "$RUN-client" address add 10.0.0.10/24 dev eth0
  ip -n "$RUN-client" route add default via 10.0.0.1
  ip -n "$RUN-server" address add 203.0.113.10/24 dev eth0
  ip -n "$RUN-node-a" address add 192.168.7.1/24 dev repl0
  ip -n "$RUN-node-b" address add 192.168.7.2/24 dev repl0
}

make_bridge() {
  ip -n "$RUN-switch" link add "$1" type bridge stp_state 0 forward_delay 0 mcast_snooping 0
  ip -n "$RUN-switch" link set "$1" up
}

# plug SWITCH-PORT ROLE INTERFACE BRIDGE MAC: a veth from a role's namespace to a bridge.
plug() {
  ip -n "$RUN-switch" link add "$1" type veth peer name "$3" address "$5" netns "$RUN-$2"
  no_offloads switch "$1"
  no_offloads "$2" "$3"
  ip -n "$RUN-switch" link set "$1" master "$4" up
  ip -n "$RUN-$2" link set "$3" up
}

# cable INTERFACE: the direct link between the nodes, for replication. Only the kernel uses it: it may offload.
cable() {
  ip -n "$RUN-node-a" link add "$1" type veth peer name "$1" netns "$RUN-node-b"
  ip -n "$RUN-node-a" link set "$1" up
  ip -n "$RUN-node-b" link set "$1" up
}

# With offloads veth carries frames without checksums and larger than the MTU: no NIC would, and DPDK must not see them.
no_offloads() {
  in_namespace "$1" ethtool -K "$2" rx off tx off sg off tso off gso off gro off >/dev/null
}

# --- Removing -------------------------------------------------------------------------------------------------------

# remove_topology RUN: ends the processes in the run's namespaces, then removes these. Deleting them removes the veths.
remove_topology() {
  local run=$1 role
  for role in "${TOPOLOGY_ROLES[@]}"; do
    if namespace_exists "$run-$role"; then
      end_processes "$run-$role"
      ip netns delete "$run-$role"
    fi
  done
}

namespace_exists() {
  [[ -e /run/netns/$1 ]]
}

end_processes() {
  local attempt pids
  for attempt in TERM TERM TERM TERM TERM TERM TERM TERM KILL KILL; do
    pids=$(ip netns pids "$1" 2>/dev/null) || return 0
    [[ -n $pids ]] || return 0
    # shellcheck disable=SC2086 # one word per pid
    kill "-$attempt" $pids 2>/dev/null || true
    sleep 0.25
  done
}
