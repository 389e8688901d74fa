package io.lockstep.daemon.plugin;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Set;

/**
 * Classes of one plugin jar: the API from the host by an allow-list of packages, the JDK from the platform loader, everything
 * else from the jar alone. A library in the jar can therefore have another version than the daemon's.
 */
final class PluginClassLoader extends URLClassLoader {
    /** Packages of nf-api. A copy of them inside the jar is never used. */
    static final Set<String> HOST_PACKAGES = Set.of("io.lockstep.nf", "io.lockstep.nf.packet", "io.lockstep.nf.state");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host;

    PluginClassLoader(URL jar, ClassLoader host) {
        super("plugin " + jar.getPath(), new URL[] {jar}, ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (HOST_PACKAGES.contains(packageOf(name))) {
            return host.loadClass(name);
        }
        return super.loadClass(name, resolve);
    }

    private static String packageOf(String className) {
        int dot = className.lastIndexOf('.');
        return dot < 0 ? "" : className.substring(0, dot);
    }
}
