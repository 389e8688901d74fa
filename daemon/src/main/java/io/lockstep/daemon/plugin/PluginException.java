package io.lockstep.daemon.plugin;

/** A plugin that cannot be used. The message names the place in the configuration, the jar, the fault and the remedy. */
public final class PluginException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Makes one without a cause that would tell more. */
    public PluginException(String message) {
        super(message);
    }

    /** Makes one with what the plugin threw, whose stack trace is for the plugin's author. */
    public PluginException(String message, Throwable cause) {
        super(message, cause);
    }
}
