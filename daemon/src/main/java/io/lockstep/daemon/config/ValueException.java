package io.lockstep.daemon.config;

/** One value that is not what its key takes. Becomes a {@link Problem} or an {@code NfConfigException}. */
final class ValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Place place;

    ValueException(Place place, String message) {
        super(message);
        this.place = place;
    }

    Place place() {
        return place;
    }
}
