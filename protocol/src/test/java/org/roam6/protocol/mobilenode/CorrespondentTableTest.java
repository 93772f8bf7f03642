package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.CorrespondentScene.PEER;
import static org.roam6.protocol.mobilenode.CorrespondentScene.sent;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;

import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Event.Way;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.mobility.HomeTestInit;

/** How many correspondent nodes a mobile node knows, and which it forgets. */
class CorrespondentTableTest {

  private static final RouteOptimizationLimits FEW =
      new RouteOptimizationLimits(3, Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofMinutes(1));
  private static final LongFunction<Ipv6Address> STRANGER =
      Ipv6Prefix.parse("2001:db8:e::/64")::withInterfaceIdentifier;

  private final CorrespondentScene scene =
      new CorrespondentScene(
          new RouteOptimizationPolicy(RouteOptimizationPolicy.EVERYONE.with(), List.of(), FEW));

  private List<Ipv6Address> known() {
    return scene.scenario.node.snapshot(scene.scenario.now()).correspondents().stream()
        .map(MobileNodeSnapshot.Correspondent::address)
        .toList();
  }

  private void bindPeer() {
    scene.scenario.registeredAt(VISITED_A);
    scene.bind(scene.seen(Way.TUNNEL_SENT));
  }

  @Test
  void floodOfStrangersStaysWithinTheBoundAndForgetsNobodyWithADirectPath() {
    bindPeer();
    for (int i = 1; i < 1000; i++) {
      scene.seen(STRANGER.apply(i), Way.TUNNEL_RECEIVED);
      scene.scenario.pass(Duration.ofMillis(100));
      scene.seen(Way.DIRECT_SENT);
    }

    assertThat(known()).hasSize(3).contains(PEER);
  }

  @Test
  void whoWasTalkedToLastStays() {
    bindPeer();
    scene.seen(STRANGER.apply(1), Way.TUNNEL_SENT);
    scene.scenario.pass(Duration.ofSeconds(20));
    scene.seen(STRANGER.apply(2), Way.TUNNEL_SENT);
    scene.scenario.pass(Duration.ofSeconds(20));
    scene.seen(STRANGER.apply(1), Way.TUNNEL_SENT);
    scene.seen(STRANGER.apply(3), Way.TUNNEL_SENT);

    assertThat(known()).containsExactlyInAnyOrder(PEER, STRANGER.apply(1), STRANGER.apply(3));
  }

  @Test
  void testsWithNewOnesHaveARate() {
    scene.scenario.registeredAt(VISITED_A);
    CorrespondentScene other = CorrespondentScene.away();
    for (int i = 1; i < 200; i++) {
      other.seen(STRANGER.apply(i), Way.TUNNEL_RECEIVED);
    }

    assertThat(other.scenario.node.snapshot(other.scenario.now()).correspondents()).hasSize(20);
  }

  @Test
  void packetsOfTheDirectWayMakeNoEntries() {
    scene.scenario.registeredAt(VISITED_A);

    assertThat(scene.seen(Way.DIRECT_RECEIVED)).isEmpty();
    assertThat(known()).isEmpty();
    assertThat(sent(scene.scenario.all(), HomeTestInit.class)).isEmpty();
  }
}
