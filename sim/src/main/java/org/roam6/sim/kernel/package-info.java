/**
 * What the network part of Linux does as far as roles feel it: addresses and their duplicate address detection,
 * neighbours, routes, forwarding, and the tunnel device with the data plane of {@code protocol.forwarding} behind it.
 */
package org.roam6.sim.kernel;
