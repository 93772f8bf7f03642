package org.roam6.sim.plan;

import java.util.List;
import org.roam6.protocol.Time;
import org.roam6.sim.network.Settings;
import org.roam6.sim.network.Topology;
import org.roam6.sim.workload.Flow;

/**
 * A whole simulation. Two runs of one plan are the same.
 *
 * @param seed what is drawn while it runs follows from it
 * @param topology the network
 * @param settings how its roles are configured
 * @param extremes whether the roles' own random numbers are often the greatest or the least that they can be: first
 *     sequence numbers around the wrap, delays of nothing at all
 * @param flows who sends datagrams to whom
 * @param faults how many frames may be harmed by chance
 * @param steps what is done
 * @param calm when faults and moves end: links are healed, killed programs run again, clocks are right
 * @param end when it is over
 */
public record Plan(
    long seed,
    Topology topology,
    Settings settings,
    boolean extremes,
    List<Flow> flows,
    long faults,
    List<Step> steps,
    Time calm,
    Time end) {

  /** Takes copies, and refuses an end before the calm. */
  public Plan {
    flows = List.copyOf(flows);
    steps = List.copyOf(steps);
    if (end.isBefore(calm)) {
      throw new IllegalArgumentException("the end comes before the calm");
    }
  }

  /** This plan with other steps. */
  public Plan withSteps(List<Step> others) {
    return new Plan(seed, topology, settings, extremes, flows, faults, others, calm, end);
  }

  /** This plan with another number of faults. */
  public Plan withFaults(long others) {
    return new Plan(seed, topology, settings, extremes, flows, others, steps, calm, end);
  }

  /** This plan with other flows. */
  public Plan withFlows(List<Flow> others) {
    return new Plan(seed, topology, settings, extremes, others, faults, steps, calm, end);
  }

  /** This plan with another network. */
  public Plan withTopology(Topology other) {
    return new Plan(seed, other, settings, extremes, flows, faults, steps, calm, end);
  }

  /** This plan with other settings. */
  public Plan withSettings(Settings others) {
    return new Plan(seed, topology, others, extremes, flows, faults, steps, calm, end);
  }

  /** This plan with or without extreme random numbers. */
  public Plan withExtremes(boolean yes) {
    return new Plan(seed, topology, settings, yes, flows, faults, steps, calm, end);
  }

  /** This plan with another end. */
  public Plan withEnd(Time other) {
    return new Plan(seed, topology, settings, extremes, flows, faults, steps, calm, other);
  }
}
