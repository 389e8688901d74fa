/**
 * The command line: {@code run}, {@code check-config}, {@code status}, {@code promote}, {@code version}.
 *
 * <p>Commands write what was asked for to standard output and everything else to standard error, and return an {@link
 * io.lockstep.daemon.cli.ExitCode}. Only {@code run} initialises logging: the others must start fast. Documented in
 * {@code docs/cli.md}.
 */
package io.lockstep.daemon.cli;
