package io.lockstep.daemon.config;

import java.net.InetSocketAddress;

/**
 * A TCP endpoint as configured. The name is not looked up while parsing.
 *
 * @param host IPv4 address, IPv6 address without brackets, or host name
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {
    /** Reads {@code host:port} or {@code [ipv6]:port}. */
    public static Endpoint parse(String text) throws FormatException {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new FormatException("which has no port");
        }
        String port = text.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
            throw new FormatException("where the port \"" + port + "\" is not 1 to 65535");
        }
        return new Endpoint(host(text.substring(0, colon)), Integer.parseInt(port));
    }

    /** The endpoint of a worker's channel: worker <i>w</i> has port + <i>w</i>. */
    public Endpoint ofWorker(int worker) {
        return new Endpoint(host, port + worker);
    }

    /** Looks the host up. */
    public InetSocketAddress resolve() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private static String host(String host) throws FormatException {
        if (host.startsWith("[") && host.endsWith("]")) {
            String address = host.substring(1, host.length() - 1);
            if (address.matches("[0-9a-fA-F:.]+(%[A-Za-z0-9._-]+)?") && address.contains(":")) {
                return address;
            }
            throw new FormatException("where " + host + " is not an IPv6 address in brackets");
        }
        if (host.contains(":")) {
            throw new FormatException("where the IPv6 address has no brackets");
        }
        if (host.matches("[0-9.]+")) {
            Ipv4.parse(host);
        } else if (!host.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,252})")) {
            throw new FormatException("where \"" + host + "\" is not a host");
        }
        return host;
    }
}
