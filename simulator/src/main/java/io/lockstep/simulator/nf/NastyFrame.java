package io.lockstep.simulator.nf;

/**
 * The frames that the nasty function takes and makes, big-endian.
 *
 * <pre>
 *   0          14     22       23        24      25           36             44         45       46      54       62 .. 96
 *   +----------+------+--------+---------+-------+------------+--------------+----------+--------+-------+--------+--------+
 *   | Ethernet | id   | count  | command | flags | script[11] | digest       | accesses | output | now   | random | filler |
 *   |          | u64  | u8     | u8      | u8    |            | u64          | made u8  | u8     | u64   | u64    |        |
 *   +----------+------+--------+---------+-------+------------+--------------+----------+--------+-------+--------+--------+
 *                in: what to do                                 out: what came of it
 * </pre>
 */
public final class NastyFrame {
    /** Offset of the input's id. */
    public static final int ID = 14;
    /** Offset of the number of accesses to make. */
    public static final int COUNT = 22;
    /** Offset of the verdict. */
    public static final int COMMAND = 23;
    /** Offset of the flags. */
    public static final int FLAGS = 24;
    /** Offset of the bytes that choose variables and operations. */
    public static final int SCRIPT = 25;
    /** Offset of the second function's flags, in a chain of two: bytes of the script are its own, too. */
    public static final int SECOND_FLAGS = 33;
    /** Offset of the second function's number of accesses. */
    public static final int SECOND_COUNT = 34;
    /** Offset of the second function's verdict. */
    public static final int SECOND_COMMAND = 35;
    /** Number of these. */
    public static final int SCRIPT_BYTES = 11;
    /** Offset of the digest over the results of all accesses. */
    public static final int DIGEST = 36;
    /** Offset of the number of accesses made. */
    public static final int ACCESSES = 44;
    /** Offset of the number of the output among the input's. */
    public static final int OUTPUT = 45;
    /** Offset of the input's time. */
    public static final int NOW = 46;
    /** Offset of the input's random number. */
    public static final int RANDOM = 54;
    /** Shortest frame. */
    public static final int BYTES = 62;

    /** Flag: stop at a result that ends in two zero bits. */
    public static final int STOPS_EARLY = 1;
    /** Flag: results choose the next variable. */
    public static final int WANDERS = 2;
    /** Flag: the last result chooses the verdict. */
    public static final int UNDECIDED = 4;
    /** Flag: accesses may throw. */
    public static final int THROWS = 8;

    private NastyFrame() {}
}
