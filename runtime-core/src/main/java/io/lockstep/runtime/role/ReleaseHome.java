package io.lockstep.runtime.role;

import java.util.Locale;

/** Which node of a pair lets a packet's output leave. Both must have the same; see DESIGN section 3, "Two homes of release". */
public enum ReleaseHome {
    /** The backup, once it has executed the record. */
    BACKUP,
    /** The primary, once the backup has executed the record; until then the primary holds the output. */
    PRIMARY;

    /** The name that operators see. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
