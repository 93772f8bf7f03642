package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.network.SmallNetwork.at;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.protocol.Time;
import org.roam6.protocol.mobilenode.MobileNodeNotice;
import org.roam6.protocol.neighbor.NeighborPackets;
import org.roam6.sim.link.Port;
import org.roam6.sim.network.Network;
import org.roam6.sim.world.Observer.Disturbance;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/** RFC 6059: a link is recognized only by the answer of a router of it that was asked, with what has not ended. */
class KnownLinksAreConfirmedTest {

  private static final Duration A_MONTH = Duration.ofDays(30);

  private final Watch watch = new Watch(each -> new KnownLinksAreConfirmed(each.ledger, each.told));

  /** The router's ports on the home link, and on the visited ones. */
  private Port router(String link) {
    return watch.small.world.link(link).ports().stream()
        .filter(port -> port.host().equals("core"))
        .findFirst()
        .orElseThrow();
  }

  private static Ipv6Address addressOf(Port router) {
    return Ipv6Address.linkLocal(router.address().interfaceIdentifier());
  }

  private Ipv6Prefix prefix(String link) {
    return watch.small.network.addressing().prefix(link);
  }

  /** The node knows both visited links, has come back to the first one, and recognized that. */
  @BeforeEach
  void backOnTheFirstLink() {
    watch.small.registeredAt("visited-a");
    watch.small.move("visited-b");
    watch.run(Duration.ofSeconds(5));
    watch.small.move("visited-a");
    watch.run(Duration.ofSeconds(1));
  }

  private Time now() {
    return watch.small.world.now();
  }

  private Event answerOf(Port router) {
    Effect.SendOnLink answer =
        NeighborPackets.answer(
            Network.MOBILE_INTERFACE,
            addressOf(watch.small.port()),
            watch.small.port().address(),
            addressOf(router),
            router.address());
    return new Event.PacketReceived(Network.MOBILE_INTERFACE, router.address(), answer.packet());
  }

  private Effect questionTo(Port router, Ipv6Address from) {
    return NeighborPackets.reachabilityProbe(
        Network.MOBILE_INTERFACE, from, watch.small.port().address(), addressOf(router), router.address());
  }

  private void recognizes(Event event, Port router, Ipv6Prefix prefix, Time when) {
    watch.handles(
        watch.mobileNode(),
        event,
        when,
        Watch.notice(new MobileNodeNotice.RouterRecognized(addressOf(router), List.of(prefix), true)));
  }

  private void onlyViolation(String what) {
    assertThat(watch.violations()).extracting(Violation::what).singleElement().asString().contains(what);
  }

  @Test
  void whatTheNodeReallyDoesIsNotNoticed() {
    assertThat(watch.small.belief().careOfAddress()).isPresent().get().matches(prefix("visited-a")::contains);
    recognizes(answerOf(router("visited-a")), router("visited-a"), prefix("visited-a"), now());
    watch.settles(watch.mobileNode(), now());
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void somethingElseThanAnAnswerIsNoticed() {
    recognizes(new Event.DeadlineReached(), router("visited-a"), prefix("visited-a"), now());
    onlyViolation("without an answer");
    recognizes(answerOf(router("visited-b")), router("visited-a"), prefix("visited-a"), now());
    onlyViolation("without an answer");
  }

  @Test
  void whoeverWasNotAskedSinceTheCableWasPulledIsNoticed() {
    Port port = watch.small.port();
    watch.handles(
        watch.mobileNode(),
        new Event.LinkChanged(Network.MOBILE_INTERFACE, LinkPresence.NO_CARRIER, port.address(), 1500),
        now(),
        Watch.notice(new MobileNodeNotice.LinkLost(Network.MOBILE_INTERFACE)));
    recognizes(answerOf(router("visited-a")), router("visited-a"), prefix("visited-a"), now());
    onlyViolation("has not asked it");
    Ipv6Address global = new Ipv6Address(prefix("visited-a").address().high(), 7);
    watch.handles(
        watch.mobileNode(), new Event.DeadlineReached(), now(), questionTo(router("visited-a"), global));
    recognizes(answerOf(router("visited-a")), router("visited-a"), prefix("visited-a"), now());
    onlyViolation("has not asked it");
    watch.handles(
        watch.mobileNode(),
        new Event.DeadlineReached(),
        now(),
        questionTo(router("visited-a"), addressOf(port)));
    recognizes(answerOf(router("visited-a")), router("visited-a"), prefix("visited-a"), now());
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void anAnswerAfterACableWasPulledUnfeltCounts() {
    watch.disturb(
        watch.mobileNode(),
        new Disturbance.PluggedIn(watch.small.port(), watch.small.world.link("visited-a")),
        now());
    recognizes(answerOf(router("visited-a")), router("visited-a"), prefix("visited-a"), now());
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void aRouterOfAnotherLinkIsNoticed() {
    recognizes(answerOf(router("visited-b")), router("visited-b"), prefix("visited-b"), now());
    onlyViolation("is on another link");
  }

  @Test
  void aPrefixThatTheRouterHasNotToldIsNoticed() {
    recognizes(answerOf(router("visited-a")), router("visited-a"), prefix("visited-b"), now());
    onlyViolation(prefix("visited-b") + " of");
  }

  @Test
  void aPrefixThatHasEndedIsNoticed() {
    recognizes(answerOf(router("visited-a")), router("visited-a"), prefix("visited-a"), now().plus(A_MONTH));
    onlyViolation("which lasted until");
  }

  @Test
  void anAddressThatHasEndedIsNoticed() {
    recognizes(answerOf(router("visited-a")), router("visited-a"), prefix("visited-a"), now());
    watch.settles(watch.mobileNode(), now().plus(A_MONTH));
    onlyViolation("takes up " + watch.small.belief().careOfAddress().orElseThrow());
  }

  @Test
  void aNodeThatBeginsAnewHasAskedNobody() {
    watch.disturb(watch.mobileNode(), new Disturbance.Started(true), at(60));
    recognizes(answerOf(router("visited-a")), router("visited-a"), prefix("visited-a"), now());
    assertThat(watch.violations()).extracting(Violation::what).anyMatch(what -> what.contains("has not asked it"));
  }
}
