package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.CorrespondentScene.PEER;
import static org.roam6.protocol.mobilenode.Scenario.ETH0;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.Scenario.HOME_AGENT;
import static org.roam6.protocol.mobilenode.Scenario.HOME_PREFIX;
import static org.roam6.protocol.mobilenode.SeveralHomeAddressesTest.updates;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTestInit;
import org.roam6.wire.mobility.MobilityMessage;

/**
 * RFC 6275 11.8: "The mobile node MUST NOT send Mobility Header messages of a particular type to a particular
 * correspondent node more than MAX_UPDATE_RATE times within a second", whichever home addresses they are about.
 */
class SharedCorrespondentTest {

  private static final int HOMES = 5;
  private static final int MAX_UPDATE_RATE = 3;

  private final List<Ipv6Address> homes = new ArrayList<>(List.of(HOME_ADDRESS));
  private final Scenario node;
  private final List<Time> homeTests = new ArrayList<>();
  private final List<Time> careOfTests = new ArrayList<>();

  SharedCorrespondentTest() {
    List<HomeAddressConfig> further = new ArrayList<>();
    for (int i = 1; i < HOMES; i++) {
      Ipv6Address home = HOME_PREFIX.withInterfaceIdentifier(0x500 + i);
      homes.add(home);
      further.add(
          new HomeAddressConfig(
              home,
              HOME_PREFIX,
              HOME_AGENT,
              new Security.None(),
              RouteOptimizationPolicy.EVERYONE,
              PrefixDiscoveryMode.OFF));
    }
    node =
        new Scenario(
            Scenario.config(List.of(ETH0), MobileNodeConfig.DEFAULT_ROUTING_TABLE)
                .withRouteOptimization(RouteOptimizationPolicy.EVERYONE)
                .withFurtherHomeAddresses(further));
  }

  /** The home agent acknowledges what is among {@code effects}, and it is noted what the correspondent node gets. */
  private void note(List<Effect> effects) {
    count(effects, HomeTestInit.class, homeTests);
    count(effects, CareOfTestInit.class, careOfTests);
    updates(effects).values().stream()
        .filter(packet -> packet.header().destination().equals(HOME_AGENT))
        .forEach(packet -> note(SeveralHomeAddressesTest.answer(node, packet, 0)));
  }

  private void count(List<Effect> effects, Class<? extends MobilityMessage> kind, List<Time> moments) {
    CorrespondentScene.sent(effects, kind).forEach(_ -> moments.add(node.now()));
  }

  private void talk() {
    for (Ipv6Address home : homes) {
      note(
          node.handle(
              new Event.TrafficSeen(
                  new DirectPath.Key(DirectPath.Side.MOBILE_NODE, home, PEER), Event.Way.TUNNEL_SENT)));
    }
  }

  private void live(Duration duration) {
    Time end = node.now().plus(duration);
    while (node.now().isBefore(end)) {
      note(node.pass(Duration.ofMillis(10)));
    }
  }

  private static void assertRateIsKept(List<Time> moments) {
    for (int i = MAX_UPDATE_RATE; i < moments.size(); i++) {
      assertThat(moments.get(i).since(moments.get(i - MAX_UPDATE_RATE)))
          .as("message %d, at %s", i, moments)
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  @Tag("R6275-233")
  void theRateIsThatOfAllHomeAddressesTogether() {
    note(node.moveTo(VISITED_A));
    // The home agent gets no more than three Binding Updates in a second either.
    live(Duration.ofSeconds(3));
    talk();
    assertThat(homeTests).hasSize(MAX_UPDATE_RATE);
    assertThat(careOfTests).hasSize(MAX_UPDATE_RATE);
    live(Duration.ofSeconds(10));

    assertThat(homeTests).hasSizeGreaterThan(2 * HOMES);
    assertThat(careOfTests).hasSizeGreaterThan(2 * HOMES);
    assertRateIsKept(homeTests);
    assertRateIsKept(careOfTests);
  }
}
