package io.lockstep.nf;

/** A configuration that a network function cannot serve. The message names place, expectation and remedy. */
public final class NfConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes one; network functions use {@link NfConfig#error}. */
    public NfConfigException(String message) {
        super(message);
    }
}
