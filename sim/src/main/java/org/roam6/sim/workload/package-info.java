/** What simulated hosts do with their network: programs that send datagrams, and attackers. */
package org.roam6.sim.workload;
