/**
 * What must always hold in a simulated network, one class for each invariant. They look at what one event changed, so
 * that the cost of a check does not grow with the network.
 */
package org.roam6.sim.check;
