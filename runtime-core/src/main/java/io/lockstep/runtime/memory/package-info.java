/** Memory outside the heap, addressed by plain longs. */
package io.lockstep.runtime.memory;
