/**
 * Scenarios as text: a drawn network, steps, and what is expected. What a seed did can be written as one, so that each
 * defect leaves a test that a person can read.
 */
package org.roam6.sim.scenario;
