import org.jspecify.annotations.NullMarked;

/** A deterministic simulator: the same roles as in the daemon, on virtual time and with faults of every kind. */
@NullMarked
module org.roam6.sim {
  requires static transitive org.jspecify;
  requires transitive org.roam6.protocol;

  exports org.roam6.sim;
  exports org.roam6.sim.check;
  exports org.roam6.sim.kernel;
  exports org.roam6.sim.link;
  exports org.roam6.sim.network;
  exports org.roam6.sim.plan;
  exports org.roam6.sim.report;
  exports org.roam6.sim.run;
  exports org.roam6.sim.scenario;
  exports org.roam6.sim.time;
  exports org.roam6.sim.workload;
  exports org.roam6.sim.world;
}
