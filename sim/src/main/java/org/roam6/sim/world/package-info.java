/** A simulated network: links and hosts, what happens to them, and who watches. */
package org.roam6.sim.world;
