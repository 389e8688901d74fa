/**
 * The node's configuration: a YAML file in, immutable records out, or every mistake in it at once.
 *
 * <pre>
 *   file ── YamlReader ──► YamlValue tree ── Section getters ──► records ── CrossChecks ──► NodeConfig
 *              │            (each value knows its place)  │                     │
 *              └──────────── Problems ◄───────────────────┴─────────────────────┘
 * </pre>
 *
 * <p>Every problem reads {@code file:line:column: what is wrong, expected what}. Parsing looks at the file alone; whether the
 * files and devices it names exist is asked later, so that a configuration can be checked on another machine. Runs on the
 * main thread before anything else and in the command line's {@code check-config}. The keys are in
 * {@code docs/configuration.md}.
 */
package io.lockstep.daemon.config;
