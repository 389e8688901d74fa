package io.lockstep.nf.testkit;

import java.time.Duration;

/** A timer that a network function has declared; its number is its place among them. */
record BedTimer(String name, Duration interval) {}
