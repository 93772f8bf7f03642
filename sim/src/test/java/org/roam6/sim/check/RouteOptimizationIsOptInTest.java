package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.check.Watch.CARE_OF;
import static org.roam6.sim.network.SmallNetwork.at;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Octets;
import org.roam6.wire.mobility.CareOfTest;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTest;
import org.roam6.wire.mobility.HomeTestInit;

/** A host that takes part in route optimization though it is not configured for it is noticed. */
class RouteOptimizationIsOptInTest {

  private final PathWatch network = new PathWatch(each -> new RouteOptimizationIsOptIn(each.paths));
  private final PathWatch without =
      PathWatch.withoutRouteOptimization(each -> new RouteOptimizationIsOptIn(each.paths));

  private final Octets update = network.update(1, CARE_OF, Duration.ofSeconds(40));
  private final Octets homeTestInit =
      PathWatch.packet(network.home, network.peer, new HomeTestInit(1, List.of()));
  private final Octets careOfTestInit =
      PathWatch.packet(CARE_OF, network.peer, new CareOfTestInit(1, List.of()));
  private final Octets homeTest =
      PathWatch.packet(network.peer, network.home, new HomeTest(1, 2, 3, List.of()));
  private final Octets careOfTest =
      PathWatch.packet(network.peer, CARE_OF, new CareOfTest(1, 2, 3, List.of()));

  private static void sends(PathWatch where, SimulatedHost host, Octets... packets) {
    for (Octets packet : packets) {
      where.does(host, at(1), new Effect.SendRouted(packet));
    }
  }

  @Test
  void aRunningNetworkKeepsIt() {
    network.live();
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void whoIsConfiguredMayTakePart() {
    sends(network, network.mobileNode(), homeTestInit, careOfTestInit, update);
    sends(network, network.correspondent(), homeTest, careOfTest);
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void aMobileNodeThatIsNotConfiguredIsNoticed() {
    sends(without, without.mobileNode(), homeTestInit, careOfTestInit, update);
    assertThat(without.violations())
        .hasSize(3)
        .allSatisfy(found -> assertThat(found.checker()).isEqualTo("route-optimization-is-opt-in"))
        .extracting(Violation::what)
        .satisfiesExactly(
            what -> assertThat(what).startsWith("mn sends what it is not configured for: HomeTestInit"),
            what -> assertThat(what).startsWith("mn sends what it is not configured for: CareOfTestInit"),
            what -> assertThat(what).startsWith("mn sends what it is not configured for: BindingUpdate"));
  }

  @Test
  void aHostThatGivesTokensThoughItIsNoCorrespondentNodeIsNoticed() {
    sends(without, without.correspondent(), homeTest, careOfTest);
    assertThat(without.violations())
        .extracting(Violation::what)
        .satisfiesExactly(
            what -> assertThat(what).startsWith("cn sends what it is not configured for: HomeTest"),
            what -> assertThat(what).startsWith("cn sends what it is not configured for: CareOfTest"));
  }

  @Test
  void updatesToTheHomeAgentAreNotMeant() {
    sends(without, without.mobileNode(), without.watch.update(1, 10));
    assertThat(without.violations()).isEmpty();
  }
}
