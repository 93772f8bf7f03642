package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.protocol.Time;
import org.roam6.protocol.mobilenode.MobileNodeNotice;
import org.roam6.protocol.neighbor.NeighborPackets;
import org.roam6.sim.network.Leasing;
import org.roam6.sim.network.Network;
import org.roam6.sim.network.Settings;
import org.roam6.sim.world.Observer.Disturbance;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;

/** RFC 6059: few routers are asked on a link that was found, each once, not often, and none for nothing. */
class KnownRoutersAreAskedInMeasureTest {

  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Settings SETTINGS =
      Settings.DEFAULT.withLeasing(Leasing.NONE.withLinks(List.of("visited-b")).withValid(LEASE));

  private final Watch watch = new Watch(SETTINGS, each -> new KnownRoutersAreAskedInMeasure(each.ledger, each.told));
  private Time now = Time.ZERO;

  /** The node forms its addresses at home and on one visited link, and has leased one on another. */
  @BeforeEach
  void hasBeenEverywhere() {
    watch.small.registeredAt("visited-a");
    watch.small.move("visited-b");
    watch.run(Duration.ofSeconds(5));
    now = watch.small.world.now().plus(Duration.ofSeconds(2));
  }

  private LinkLayerAddress router(String link) {
    return watch.small.world.link(link).ports().stream()
        .filter(port -> port.host().equals("core"))
        .findFirst()
        .orElseThrow()
        .address();
  }

  private Ipv6Address linkLocal() {
    return Ipv6Address.linkLocal(watch.small.port().address().interfaceIdentifier());
  }

  private Effect questionTo(LinkLayerAddress router, Ipv6Address from) {
    return NeighborPackets.reachabilityProbe(
        Network.MOBILE_INTERFACE,
        from,
        watch.small.port().address(),
        Ipv6Address.linkLocal(router.interfaceIdentifier()),
        router);
  }

  private void asks(MobileNodeNotice why, Effect... questions) {
    List<Effect> effects = new ArrayList<>(Arrays.asList(questions));
    effects.add(Watch.notice(why));
    Event event =
        new Event.LinkChanged(Network.MOBILE_INTERFACE, LinkPresence.CARRIER, watch.small.port().address(), 1500);
    watch.handles(watch.mobileNode(), event, now, effects.toArray(Effect[]::new));
  }

  private void asks(Effect... questions) {
    asks(new MobileNodeNotice.LinkFound(Network.MOBILE_INTERFACE), questions);
  }

  private void onlyViolation(String what) {
    assertThat(watch.violations()).extracting(Violation::what).singleElement().asString().contains(what);
  }

  @Test
  void theRoutersOfKnownLinksAreAsked() {
    asks(
        questionTo(router("home"), linkLocal()),
        questionTo(router("visited-a"), linkLocal()),
        questionTo(router("visited-b"), linkLocal()));
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void questionsFromAnotherAddressAreNoticed() {
    asks(questionTo(router("visited-a"), watch.small.homeAddress()));
    onlyViolation("asks from");
  }

  @Test
  void askingAgainWithinASecondIsNoticed() {
    asks(questionTo(router("visited-a"), linkLocal()));
    now = now.plus(Duration.ofMillis(999));
    asks(questionTo(router("visited-b"), linkLocal()));
    onlyViolation("within a second");
    now = now.plus(Duration.ofMillis(1));
    watch.disturb(watch.mobileNode(), new Disturbance.Started(true), now);
    watch.small.move("visited-a");
    watch.run(Duration.ofSeconds(3));
    watch.violations();
    asks(questionTo(router("visited-a"), linkLocal()));
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void askingARouterTwiceIsNoticed() {
    asks(
        new MobileNodeNotice.RouterLost(linkLocal()),
        questionTo(router("visited-a"), linkLocal()),
        questionTo(router("visited-a"), linkLocal()));
    onlyViolation("twice");
  }

  @Test
  void askingMoreThanSixIsNoticed() {
    asks(
        LongStream.range(0, 7)
            .mapToObj(each -> questionTo(new LinkLayerAddress(0x0200_0000_ff00L + each), linkLocal()))
            .toArray(Effect[]::new));
    assertThat(watch.violations()).extracting(Violation::what).anyMatch(what -> what.contains("asks 7 routers"));
  }

  @Test
  void askingWhereNoAddressIsValidIsNoticed() {
    now = now.plus(LEASE);
    asks(questionTo(router("visited-b"), linkLocal()), questionTo(router("visited-a"), linkLocal()));
    onlyViolation("has no valid address");
    now = now.plus(Duration.ofDays(30));
    asks(questionTo(router("visited-a"), linkLocal()));
    onlyViolation("has no valid address");
  }

  @Test
  void theRouterInUseMayBeAskedAtAnyTime() {
    now = now.plus(LEASE);
    asks(
        new MobileNodeNotice.RouterSuspected(linkLocal(), "no advertisement in time"),
        questionTo(router("visited-b"), linkLocal()));
    assertThat(watch.violations()).isEmpty();
  }
}
