package io.lockstep.dpdk;

import io.lockstep.dpdk.bindings.LockstepDpdk;

/**
 * DPDK is not there, may not do what it was asked, or refused. The message names what failed, on what device, why,
 * and what to do about it.
 */
public final class DpdkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Errno values (Linux) that mean "not allowed". */
    private static final int EPERM = 1;

    private static final int EACCES = 13;

    /** Why, coarsely: what a program may want to tell apart. */
    public enum Reason {
        /** The shim, or a DPDK library that it needs, is not installed. */
        LIBRARY_MISSING,
        /** A library was found, but of another version than the one that was compiled against. */
        SYMBOL_MISSING,
        /** The process may not use what it needs. */
        PERMISSION_MISSING,
        /** No hugepages are reserved, free, or mounted. */
        HUGEPAGES_MISSING,
        /** A DPDK call answered with an error. */
        CALL_FAILED
    }

    private final Reason reason;
    private final String call;
    private final String device;
    private final int errno;

    private DpdkException(Reason reason, String call, String device, int errno, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.call = call;
        this.device = device;
        this.errno = errno;
    }

    /** Something is missing before any call was made. */
    static DpdkException missing(Reason reason, String device, String message, Throwable cause) {
        return new DpdkException(reason, "", device, 0, message, cause);
    }

    /** A shim call answered with a negative errno. */
    static DpdkException failed(String call, String device, int result, String advice) {
        int errno = -result;
        String text = LockstepDpdk.ls_error_text(errno).getString(0);
        Reason reason = errno == EPERM || errno == EACCES ? Reason.PERMISSION_MISSING : Reason.CALL_FAILED;
        String message = "%s(%s) failed: %s (errno %d). %s".formatted(call, device, text, errno, advice);
        return new DpdkException(reason, call, device, errno, message, null);
    }

    public Reason reason() {
        return reason;
    }

    /** The shim's function, as in {@code lockstep_dpdk.h}; empty where none was called. */
    public String call() {
        return call;
    }

    /** The device, pool, file or thread that the call was about. */
    public String device() {
        return device;
    }

    /** The positive errno value, possibly one of DPDK's own; 0 where no call was made. */
    public int errno() {
        return errno;
    }
}
