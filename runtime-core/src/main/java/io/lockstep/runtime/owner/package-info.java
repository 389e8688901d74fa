/** State owners: agents that host shared variables, run accesses one by one, and number them. */
package io.lockstep.runtime.owner;
