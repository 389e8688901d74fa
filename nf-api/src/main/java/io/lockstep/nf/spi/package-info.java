/**
 * What a runtime provides to the API itself, and network functions never see: a plugin's class loader does not let this package through.
 */
package io.lockstep.nf.spi;
