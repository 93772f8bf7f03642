package org.roam6.sim.check;

import java.util.ArrayList;
import java.util.List;
import org.roam6.protocol.Time;
import org.roam6.sim.network.Network;
import org.roam6.sim.workload.Traffic;
import org.roam6.sim.world.World;

/** All checkers of one simulation. */
public final class Checkers {

  private final List<Checker> all;
  private final List<TimedChecker> timed;
  private final List<Violation> violations = new ArrayList<>();

  private Checkers(List<Checker> all) {
    this.all = List.copyOf(all);
    this.timed = this.all.stream().filter(TimedChecker.class::isInstance).map(TimedChecker.class::cast).toList();
  }

  /**
   * Watches over everything in {@code network}, which has not started yet.
   *
   * @param traffic what programs send there
   * @param calm tells them when faults are over
   */
  public static Checkers of(Network network, Traffic traffic, Calm calm) {
    Ledger ledger = new Ledger(network);
    Bounds bounds = Bounds.of(network.settings());
    PathLedger paths = new PathLedger(network);
    ToldOfLinks told = new ToldOfLinks(ledger);
    ForgottenBindings forgotten = new ForgottenBindings(ledger);
    TrafficFlowsAgain flowing = new TrafficFlowsAgain(ledger, calm, bounds);
    traffic.listen(flowing);
    NothingIsLostMeanwhile meanwhile = new NothingIsLostMeanwhile(ledger);
    traffic.listen(meanwhile);
    Checkers checkers =
        new Checkers(
            List.of(
                new EveryDeadlineFires(),
                new BindingsAgree(ledger, calm, bounds),
                new BeliefIsJustified(ledger),
                new LeftCareOfAddressesGetNothing(ledger, calm, bounds),
                new DuplicatesAreFound(ledger),
                new DuplicatesAreGivenUp(ledger),
                new NothingOutlivesItsLifetime(ledger),
                new SequenceNumbersGoForward(ledger),
                new TablesAreBounded(ledger, paths),
                new OnlyAuthenticMessagesChangeBindings(ledger),
                new OneAnswerForAnUpdate(ledger),
                new UpdateRateIsKept(ledger),
                new RetransmissionsBackOff(ledger),
                new SolicitationsAreLimited(ledger),
                new FoundLinksAreExplored(ledger),
                new KnownLinksAreConfirmed(ledger, told),
                new KnownRoutersAreAskedInMeasure(ledger, told),
                new MovementIsDetected(ledger),
                new HomeAddressStaysInTheTunnel(ledger),
                new ProxyOnlyWhileBound(ledger),
                new OneCareOfAddressAtATime(ledger),
                new OneHomeAgentAtATime(ledger, forgotten, calm),
                new MovesAreAnnounced(ledger),
                new HomeAddressesAreKept(ledger),
                new RefusalsHeal(ledger),
                new ReturnsAreTold(ledger),
                new NewestUpdateIsAnswered(ledger),
                new TimestampsGrow(ledger),
                new HomeAddressWaitsForDeregistration(ledger),
                new ReturnRoutabilityIsProved(paths),
                new DirectPathsAreJustified(paths),
                new DirectPacketsHaveBindings(paths),
                new BindingErrorsAreHeeded(paths),
                new PathsAgree(ledger, paths, calm, bounds),
                new DirectWayIsTaken(ledger, paths, calm, bounds),
                new CorrespondentBindingsEnd(paths),
                new TokensAreFresh(paths),
                new CorrespondentRatesAreKept(paths),
                new CorrespondentNumbersGoForward(paths),
                new RouteOptimizationIsOptIn(paths),
                new PrefixesAreToldInMeasure(ledger),
                new PrefixesAreLearnedFromTheHomeAgent(ledger),
                new LeasedAddressesAreOwn(ledger),
                meanwhile,
                flowing));
    World world = network.world();
    world.observe(ledger);
    world.observe(paths);
    world.observe(told);
    world.observe(forgotten);
    for (Checker checker : checkers.all) {
      checker.reportTo(checkers.violations::add);
      world.observe(checker);
    }
    return checkers;
  }

  /** The names of the invariants. */
  public List<String> names() {
    return all.stream().map(Checker::name).toList();
  }

  /** To be called after each event. */
  public void check(Time now) {
    for (TimedChecker checker : timed) {
      if (checker.nextCheck().isDue(now)) {
        checker.check(now);
      }
    }
  }

  /** To be called where the code under test threw an exception, which it never should. */
  public void thrown(RuntimeException failure, Time now) {
    StackTraceElement[] trace = failure.getStackTrace();
    violations.add(
        new Violation("nothing-is-thrown", failure + (trace.length == 0 ? "" : " at " + trace[0]), now));
  }

  /** To be called at the end. */
  public void finish(Time now) {
    all.forEach(checker -> checker.finish(now));
  }

  /** What did not hold so far, the first first. */
  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** Whether something did not hold. */
  public boolean isViolated() {
    return !violations.isEmpty();
  }
}
