/** Links between simulated hosts, with all that can go wrong on them. */
package org.roam6.sim.link;
