/** What simulations found, in words and numbers, for those who know no protocol: the command line and benchmarks. */
package org.roam6.sim.report;
