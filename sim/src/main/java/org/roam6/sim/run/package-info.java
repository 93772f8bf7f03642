/** Runs plans: one of them, or many that are drawn from seeds, and cuts those down in which an invariant fails. */
package org.roam6.sim.run;
