/** Networks to simulate: who is plugged in where, with which addresses, routes and roles. */
package org.roam6.sim.network;
