package io.lockstep.benchmarks.performance.paced;

import java.util.ArrayList;
import java.util.List;

/**
 * How a paced node is built, as given on its command line.
 *
 * @param primary whether it starts as primary; else as backup
 * @param workers workers, each with its source and its channel
 * @param owners state owners
 * @param function {@code nat} (one owner is enough for it) or {@code spread}
 * @param flows flows of all sources
 * @param frameBytes length of a frame without its check sequence
 * @param timed whether agents are timed and pauses noted
 * @param core CPU of the agents' thread, below 0: not pinned
 * @param listen TCP port of each worker's channel on the loopback
 * @param peer the other node's
 */
record PacedSettings(
        boolean primary,
        int workers,
        int owners,
        String function,
        int flows,
        int frameBytes,
        boolean timed,
        int core,
        List<Integer> listen,
        List<Integer> peer) {
    private static final int ARGUMENTS = 10;

    PacedSettings {
        listen = List.copyOf(listen);
        peer = List.copyOf(peer);
        if (listen.size() != workers || peer.size() != workers) {
            throw new IllegalArgumentException(
                    workers + " workers with TCP ports " + listen + " and " + peer + ": expected one each per worker");
        }
    }

    List<String> toArguments() {
        List<String> arguments = new ArrayList<>();
        for (Object value : List.of(primary, workers, owners, function, flows, frameBytes, timed, core)) {
            arguments.add(value.toString());
        }
        arguments.add(join(listen));
        arguments.add(join(peer));
        return arguments;
    }

    static PacedSettings parse(String... arguments) {
        if (arguments.length != ARGUMENTS) {
            throw new IllegalArgumentException(arguments.length + " arguments, expected " + ARGUMENTS
                    + ": primary workers owners function flows frame-bytes timed core listen peer");
        }
        return new PacedSettings(
                Boolean.parseBoolean(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                arguments[3],
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]),
                Boolean.parseBoolean(arguments[6]),
                Integer.parseInt(arguments[7]),
                split(arguments[8]),
                split(arguments[9]));
    }

    private static String join(List<Integer> ports) {
        return String.join(",", ports.stream().map(String::valueOf).toList());
    }

    private static List<Integer> split(String ports) {
        List<Integer> values = new ArrayList<>();
        for (String port : ports.split(",", -1)) {
            values.add(Integer.valueOf(port));
        }
        return values;
    }
}
