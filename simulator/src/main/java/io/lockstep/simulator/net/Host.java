package io.lockstep.simulator.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One machine: its address, whether it has power, the sockets of the process that runs on it. */
public final class Host {
    private final int number;
    private final InetAddress address;
    private final Map<Integer, SimServerChannel> listeners = new HashMap<>();
    private final List<Endpoint> endpoints = new ArrayList<>();
    private boolean powered = true;
    private int nextPort = 40_000;

    Host(int number) {
        this.number = number;
        try {
            this.address = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) (number + 1)});
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    /** An address of this machine. */
    public InetSocketAddress at(int port) {
        return new InetSocketAddress(address, port);
    }

    /** The process has died: the kernel closes its sockets. */
    public void processDied() {
        endpoints.forEach(Endpoint::close);
        forget();
    }

    /** The machine has lost power: nobody hears of it. */
    public void powerLost() {
        powered = false;
        endpoints.forEach(Endpoint::vanish);
        forget();
    }

    /** The machine is back. */
    public void powerOn() {
        powered = true;
    }

    boolean isPowered() {
        return powered;
    }

    int number() {
        return number;
    }

    int newPort() {
        return nextPort++;
    }

    void add(Endpoint endpoint) {
        endpoints.add(endpoint);
    }

    void remove(Endpoint endpoint) {
        endpoints.remove(endpoint);
    }

    void listen(int port, SimServerChannel listener) {
        listeners.put(port, listener);
    }

    void stopListening(int port, SimServerChannel listener) {
        listeners.remove(port, listener);
    }

    SimServerChannel listener(int port) {
        return listeners.get(port);
    }

    private void forget() {
        endpoints.clear();
        listeners.clear();
    }
}
