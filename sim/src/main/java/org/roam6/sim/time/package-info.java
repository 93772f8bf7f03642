/** What happens when: the one queue that drives a simulation. */
package org.roam6.sim.time;
