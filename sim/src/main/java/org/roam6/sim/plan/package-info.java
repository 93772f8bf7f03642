/** What is done to a simulated network, as values: drawn from a seed, written by hand, or cut down by shrinking. */
package org.roam6.sim.plan;
