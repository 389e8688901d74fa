/**
 * Plugin jars: loading, isolation, opening.
 *
 * <pre>
 *   platform loader (JDK)      application loader (daemon, nf-api, Netty, ...)
 *          ▲                            ▲
 *          │ everything the             │ only the packages of nf-api
 *          │ jar does not have          │ (allow-list)
 *          └────── PluginClassLoader ───┘      one per jar; two jars never see each other
 * </pre>
 *
 * <p>Runs on the main thread before any packet. Every failure is a {@link io.lockstep.daemon.plugin.PluginException} of one
 * sentence: where in the configuration, which jar, what is wrong, what to do.
 */
package io.lockstep.daemon.plugin;
