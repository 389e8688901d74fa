/** The daemon: command line, configuration, plugins, administration, and the wiring of a node. */
package io.lockstep.daemon;
