/** What workers count, and the named reasons for losing a packet. One writer for each counter, readers on any thread. */
package io.lockstep.runtime.counters;
