/** What a node is in its pair: role and epoch, published by the conductor as one immutable {@link io.lockstep.runtime.role.Term}. */
package io.lockstep.runtime.role;
