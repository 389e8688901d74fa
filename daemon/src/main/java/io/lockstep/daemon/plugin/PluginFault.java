package io.lockstep.daemon.plugin;

import io.lockstep.daemon.Version;
import java.lang.reflect.InvocationTargetException;
import java.util.ServiceConfigurationError;

/** Says in words what a plugin's code threw while it was loaded or opened, and what to do about it. */
final class PluginFault {
    private PluginFault() {}

    /** The end of a sentence that begins with the plugin. */
    static String describe(Throwable thrown) {
        Throwable cause = unwrap(thrown);
        return switch (cause) {
            case UnsupportedClassVersionError e ->
                "was compiled for a newer Java than " + Runtime.version().feature() + " (" + e.getMessage()
                        + "); rebuild it with --release 25";
            case NoClassDefFoundError e
            when !ofApi(e) ->
                "needs the class " + className(e)
                        + ", which is not in the jar; a plugin jar holds all libraries that it uses";
            case NoClassDefFoundError e -> otherApi(e);
            case IncompatibleClassChangeError e -> otherApi(e);
            default -> "threw " + cause + "; see the plugin's documentation, or its author with the stack trace";
        };
    }

    private static String otherApi(LinkageError e) {
        return "was built against another version of lockstep-nf-api ("
                + e.getClass().getSimpleName() + ": " + e.getMessage() + "); rebuild it against "
                + Version.current().version();
    }

    /** What the plugin's own code threw, below what the service loader and initializers wrap around it. */
    static Throwable unwrap(Throwable thrown) {
        Throwable inner = thrown;
        while (inner.getCause() != null
                && (inner instanceof ServiceConfigurationError
                        || inner instanceof ExceptionInInitializerError
                        || inner instanceof InvocationTargetException)) {
            inner = inner.getCause();
        }
        return inner;
    }

    private static boolean ofApi(NoClassDefFoundError e) {
        String name = className(e);
        int dot = name.lastIndexOf('.');
        return dot >= 0 && PluginClassLoader.HOST_PACKAGES.contains(name.substring(0, dot));
    }

    private static String className(NoClassDefFoundError e) {
        return String.valueOf(e.getMessage()).replace('/', '.');
    }
}
