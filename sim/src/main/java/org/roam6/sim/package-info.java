/** Networks of simulated hosts and links, on virtual time. */
package org.roam6.sim;
