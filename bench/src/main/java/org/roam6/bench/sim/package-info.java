/** How fast networks are simulated, and how that grows with their size. */
package org.roam6.bench.sim;
