package io.lockstep.nf.testkit;

import java.util.Arrays;
import java.util.HexFormat;

/** A frame that a network function sent. Equal to another of the same port and bytes. */
public final class Output {
    private final String port;
    private final byte[] frame;

    /** Copies the frame. */
    public Output(String port, byte[] frame) {
        this.port = port;
        this.frame = frame.clone();
    }

    /** Name of the port that it left by. */
    public String port() {
        return port;
    }

    /** The frame from the Ethernet header on; a copy. */
    public byte[] frame() {
        return frame.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Output output && port.equals(output.port) && Arrays.equals(frame, output.frame);
    }

    @Override
    public int hashCode() {
        return 31 * port.hashCode() + Arrays.hashCode(frame);
    }

    @Override
    public String toString() {
        return port + ":" + HexFormat.of().formatHex(frame);
    }
}
