package io.lockstep.replication;

import static io.lockstep.replication.BackupSeat.Entry.ENTERED;
import static io.lockstep.replication.BackupSeat.Entry.KEPT;
import static io.lockstep.replication.BackupSeat.Entry.TAKEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class BackupSeatTest {
    private final BackupSeat seat = new BackupSeat();
    private final UUID first = UUID.randomUUID();
    private final UUID second = UUID.randomUUID();

    @Test
    void shouldBelongToOneNodeWhileAnyChannelIsAttached() {
        assertEquals(ENTERED, seat.enter(first));
        assertEquals(ENTERED, seat.enter(first));
        seat.leave();
        assertEquals(TAKEN, seat.enter(second));
    }

    @Test
    void shouldBeFreeAgainWhenTheHolderHasExecutedNothing() {
        seat.enter(first);
        seat.leave();
        assertEquals(ENTERED, seat.enter(second));
        assertEquals(TAKEN, seat.enter(first));
    }

    @Test
    void shouldBeKeptForAHolderThatHasExecutedRecords() {
        seat.enter(first);
        seat.executed();
        assertEquals(TAKEN, seat.enter(second));
        seat.leave();
        assertEquals(KEPT, seat.enter(second));
        assertEquals(ENTERED, seat.enter(first));
    }

    @Test
    void shouldNotBeLeftByNobody() {
        assertThrows(IllegalStateException.class, seat::leave);
    }
}
