package io.lockstep.replication.wire;

import io.lockstep.runtime.role.Role;

/** The numbers of the roles on the wire; they do not follow the enum's order by accident. */
final class WireRole {
    private WireRole() {}

    static int number(Role role) {
        return switch (role) {
            case PRIMARY -> 1;
            case BACKUP -> 2;
            case PROMOTING -> 3;
            case FENCED -> 4;
            case DIVERGED -> 5;
        };
    }

    static Role of(int number) throws MalformedFrameException {
        return switch (number) {
            case 1 -> Role.PRIMARY;
            case 2 -> Role.BACKUP;
            case 3 -> Role.PROMOTING;
            case 4 -> Role.FENCED;
            case 5 -> Role.DIVERGED;
            default -> throw new MalformedFrameException("role " + number + ", expected 1 to 5");
        };
    }
}
