package org.roam6.sim.plan;

/** One thing that is done, and when. */
public record Step(Trigger when, Action action) {}
