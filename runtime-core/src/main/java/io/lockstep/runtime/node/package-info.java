/**
 * The node as a whole: its role, the conductor that changes it, and the assembly of workers and owners.
 *
 * <p>The role is decided by one agent, the {@code Conductor}; everyone else reads it as a {@link
 * io.lockstep.runtime.role.Term}.
 */
package io.lockstep.runtime.node;
