package io.lockstep.benchmarks.performance;

/**
 * One figure.
 *
 * @param name benchmark and variant, such as {@code nat-solo/10k}
 * @param value measured
 * @param unit of value and reference: {@code M packets/s}, {@code ns/packet}, {@code us}, {@code ms}, {@code bytes/packet}
 * @param reference what it is held against; null where that is not a number of this unit
 * @param ratio value by reference; null without one
 * @param against says in words what the reference is, and where it comes from: this run, or a publication
 * @param aim what the project aims at, in words; empty: none
 */
record Result(String name, double value, String unit, Double reference, Double ratio, String against, String aim) {
    /** A figure beside another one of the same unit. */
    static Result beside(String name, double value, String unit, double reference, String against, String aim) {
        return new Result(name, value, unit, reference, value / reference, against, aim);
    }

    /** A figure that stands alone. */
    static Result alone(String name, double value, String unit, String aim) {
        return new Result(name, value, unit, null, null, "", aim);
    }

    /** A figure that stands alone, with a sentence that goes with it. */
    static Result noted(String name, double value, String unit, String note) {
        return new Result(name, value, unit, null, null, note, "");
    }
}
