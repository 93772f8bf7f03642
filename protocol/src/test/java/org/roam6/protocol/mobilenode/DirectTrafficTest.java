package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Scenario.ETH0;
import static org.roam6.protocol.mobilenode.TestRouter.FE80_1;
import static org.roam6.protocol.mobilenode.TestRouter.HOME;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_B;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Traffic;
import org.roam6.protocol.Traffic.Service;
import org.roam6.protocol.Traffic.Transport;
import org.roam6.protocol.auth.Security;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/** RFC 6724 rule 4: what sockets without address send takes the home address, but for what is configured otherwise. */
class DirectTrafficTest {

  private static final int TABLE = 251;
  private static final Ipv6Prefix EVERYWHERE = Ipv6Prefix.parse("::/0");
  private static final Traffic NAMES =
      new Traffic(EVERYWHERE, Optional.of(new Service(Transport.UDP, 53, 53)));
  private static final Traffic CAMPUS = new Traffic(Ipv6Prefix.parse("2001:db8:f::/48"), Optional.empty());

  private static Scenario scenario(int routingTable, Traffic... direct) {
    return new Scenario(
        new MobileNodeConfig(
            List.of(ETH0),
            Scenario.HOME_ADDRESS,
            Scenario.HOME_PREFIX,
            Scenario.HOME_AGENT,
            new Security.None(),
            Scenario.ROAM0,
            routingTable,
            List.of(direct),
            MobileNodeConfig.DEFAULT_LIFETIME,
            MobileNodeTimers.DEFAULT,
            MobileNodeLimits.DEFAULT,
            RouteOptimizationPolicy.OFF,
            PrefixDiscoveryMode.OFF,
            List.of()));
  }

  private static Desired.Route direct(TestRouter router) {
    return new Desired.Route(TABLE, EVERYWHERE, Optional.of(FE80_1), ETH0, Optional.of(router.careOfAddress()));
  }

  @Test
  void itsRulesStayAndItsRouteFollowsEachMove() {
    Scenario scenario = scenario(252, NAMES, CAMPUS);
    scenario.moveTo(VISITED_A);
    assertThat(scenario.wished(Desired.DirectRule.class))
        .containsExactly(new Desired.DirectRule(NAMES, TABLE), new Desired.DirectRule(CAMPUS, TABLE));
    assertThat(scenario.route(TABLE, "::/0")).contains(direct(VISITED_A));

    List<Effect> effects = scenario.moveTo(VISITED_B);

    assertThat(scenario.route(TABLE, "::/0")).contains(direct(VISITED_B));
    assertThat(effects).noneMatch(
        effect -> effect instanceof Effect.Want(Desired item) && item instanceof Desired.DirectRule);
    assertThat(effects).as("the address is there before the route that names it").containsSubsequence(
        new Effect.Want(address(VISITED_B)), new Effect.Want(direct(VISITED_B)));
  }

  private static Desired address(TestRouter router) {
    return new Desired.InterfaceAddress(
        ETH0, router.careOfAddress(), 64, Desired.DuplicateDetection.OPTIMISTIC, Desired.SourceUse.PREFERRED);
  }

  @Test
  void atHomeItTakesTheHomeAddressToo() {
    Scenario scenario = scenario(252, NAMES);
    scenario.registeredAt(VISITED_A);
    scenario.moveTo(HOME);

    assertThat(scenario.route(TABLE, "::/0")).isEmpty();
    assertThat(scenario.wished(Desired.DirectRule.class)).hasSize(1);
  }

  @Test
  void withoutAnyThereIsNoRouteForIt() {
    Scenario scenario = scenario(252);
    scenario.moveTo(VISITED_A);

    assertThat(scenario.route(TABLE, "::/0")).isEmpty();
    assertThat(scenario.wished(Desired.DirectRule.class)).isEmpty();
  }

  @Test
  void itsTableIsNeverThatOfTheHomeAddress() {
    Scenario scenario = scenario(1, NAMES);
    scenario.moveTo(VISITED_A);

    assertThat(scenario.wished(Desired.DirectRule.class)).containsExactly(new Desired.DirectRule(NAMES, 2));
    assertThat(scenario.route(2, "::/0").flatMap(Desired.Route::source)).contains(VISITED_A.careOfAddress());
  }

  @Test
  void multicastGoesToTheLinkWhereverThatIs() {
    Scenario scenario = scenario(252);
    for (TestRouter router : List.of(HOME, VISITED_A)) {
      scenario.moveTo(router);

      assertThat(scenario.route(255, "ff00::/8"))
          .contains(new Desired.Route(255, Ipv6Prefix.parse("ff00::/8"), Optional.<Ipv6Address>empty(), ETH0));
    }
  }
}
