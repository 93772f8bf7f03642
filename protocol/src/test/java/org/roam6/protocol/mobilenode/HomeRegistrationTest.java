package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.Scenario.HOME_AGENT;
import static org.roam6.protocol.mobilenode.Scenario.notices;
import static org.roam6.protocol.mobilenode.Scenario.onlyUpdate;
import static org.roam6.protocol.mobilenode.Scenario.updatePackets;
import static org.roam6.protocol.mobilenode.Scenario.updates;
import static org.roam6.protocol.mobilenode.TestRouter.HOME;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_B;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.protocol.Desired.WantedTunnel;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.AlternateCareOfAddress;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingError;
import org.roam6.wire.mobility.BindingRefreshAdvice;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.UnknownMobilityOption;

/** RFC 6275 11.7.1, 11.7.3 and 11.8: Binding Updates to the home agent, and what follows. */
class HomeRegistrationTest {

  private final Scenario scenario = Scenario.unprotected();

  @Test
  @Tag("R6275-034")
  @Tag("R6275-038")
  @Tag("R6275-236")
  @Tag("R6275-248")
  @Tag("R6275-249")
  @Tag("R6275-250")
  void bindingUpdateHasTheFlagsAndOptionsOfAHomeRegistration() {
    Ipv6Packet packet = updatePackets(scenario.moveTo(VISITED_A)).getFirst();
    BindingUpdate update = (BindingUpdate) Scenario.mobilityHeader(packet).message();

    assertThat(packet.header().source()).isEqualTo(VISITED_A.careOfAddress());
    assertThat(packet.header().destination()).isEqualTo(HOME_AGENT);
    assertThat(packet.homeAddressOption()).contains(HOME_ADDRESS);
    assertThat(update.acknowledge()).isTrue();
    assertThat(update.home()).isTrue();
    assertThat(update.keyManagement()).isFalse();
    assertThat(update.linkLocalCompatibility()).isFalse();
    assertThat(update.reserved()).isZero();
    assertThat(update.lifetimeSeconds()).isEqualTo(600);
    assertThat(update.option(AlternateCareOfAddress.class))
        .contains(new AlternateCareOfAddress(VISITED_A.careOfAddress()));
  }

  @Test
  @Tag("R6275-250")
  void linkLocalCompatibilityNeedsTheSameInterfaceIdentifier() {
    scenario.handle(
        new Event.AddressChanged(
            Scenario.ETH0, Ipv6Address.linkLocal(HOME_ADDRESS.low()), AddressState.READY));
    scenario.handle(new Event.LinkChanged(Scenario.ETH0, LinkPresence.NO_CARRIER, Scenario.OWN, 1500));
    scenario.handle(
        new Event.AddressChanged(
            Scenario.ETH0, Ipv6Address.linkLocal(HOME_ADDRESS.low()), AddressState.READY));

    assertThat(onlyUpdate(scenario.moveTo(VISITED_A)).linkLocalCompatibility()).isTrue();
  }

  @Test
  @Tag("R6275-251")
  void lifetimeEndsNoLaterThanTheCareOfAddress() {
    assertThat(onlyUpdate(scenario.moveTo(VISITED_A.withLifetimes(1800, 123, 100))).lifetimeSeconds())
        .isEqualTo(120);
  }

  @Test
  @Tag("R6275-251")
  void lifetimeEndsNoLaterThanTheHomePrefixAsFarAsThatIsKnown() {
    scenario.moveTo(HOME.withLifetimes(1800, 900, 800));
    scenario.pass(Duration.ofSeconds(500));
    assertThat(onlyUpdate(scenario.moveTo(VISITED_A)).lifetimeSeconds()).isEqualTo(400);
    scenario.pass(Duration.ofSeconds(390));
    assertThat(onlyUpdate(scenario.moveTo(VISITED_B)).lifetimeSeconds()).isEqualTo(8);
    scenario.pass(Duration.ofSeconds(11));

    assertThat(onlyUpdate(scenario.moveTo(VISITED_A)).lifetimeSeconds()).as("nothing is known any more").isEqualTo(600);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  @Tag("R6275-251")
  void lifetimeIsNeverZeroHoweverSoonTheCareOfAddressEnds(int seconds) {
    assertThat(onlyUpdate(scenario.moveTo(VISITED_A.withLifetimes(1800, seconds, seconds))).lifetimeUnits())
        .isEqualTo(1);
  }

  // RFC 6275 11.1: "is decremented until it reaches zero, at which time this entry MUST be deleted"
  @Test
  @Tag("R6275-207")
  void bindingThatHasEndedLeavesTheBindingUpdateList() {
    scenario.registeredAt(VISITED_A);
    Duration left = scenario.node.snapshot(scenario.now()).bindingUpdateList().getFirst().remainingLifetime();
    scenario.unplug();
    scenario.pass(left.minusNanos(1));
    assertThat(scenario.node.snapshot(scenario.now()).bindingUpdateList()).hasSize(1);
    scenario.pass(Duration.ofNanos(1));
    assertThat(scenario.node.snapshot(scenario.now()).bindingUpdateList()).isEmpty();
  }

  @Test
  void homePrefixThatIsExtendedExtendsTheLifetime() {
    scenario.moveTo(HOME.withLifetimes(1800, 100, 100));
    scenario.hear(HOME.withLifetimes(1800, 300, 300));

    assertThat(onlyUpdate(scenario.moveTo(VISITED_A)).lifetimeSeconds()).isEqualTo(300);
  }

  @Test
  @Tag("R6275-263")
  @Tag("R6275-266")
  void firstRegistrationBacksOffFromOneAndAHalfSeconds() {
    Time start = scenario.now();
    scenario.moveTo(VISITED_A);

    assertThat(secondsOfUpdates(start, Duration.ofSeconds(150)))
        .containsExactly(1.5, 4.5, 10.5, 22.5, 46.5, 78.5, 110.5, 142.5);
  }

  @Test
  @Tag("R6275-263")
  @Tag("R6275-266")
  void laterRegistrationBacksOffFromOneSecond() {
    scenario.registeredAt(VISITED_A);
    Time start = scenario.now();
    scenario.moveTo(VISITED_B);

    assertThat(secondsOfUpdates(start, Duration.ofSeconds(130)))
        .containsExactly(1.0, 3.0, 7.0, 15.0, 31.0, 63.0, 95.0, 127.0);
  }

  private List<Double> secondsOfUpdates(Time start, Duration duration) {
    List<Double> seconds = new ArrayList<>();
    while (scenario.now().since(start).compareTo(duration) < 0) {
      Duration step = Duration.ofMillis(100);
      if (!updates(scenario.pass(step)).isEmpty()) {
        seconds.add(scenario.now().since(start).toMillis() / 1000.0);
      }
    }
    return seconds;
  }

  @Test
  @Tag("R6275-258")
  void acknowledgementAfterTheHomeAgentsDetectionNeedsOnlyOneUpdate() {
    BindingUpdate update = onlyUpdate(scenario.moveTo(VISITED_A));
    List<Effect> meanwhile = scenario.pass(Duration.ofMillis(1050));
    List<Effect> acknowledged = scenario.acknowledge(update, VISITED_A.careOfAddress());
    List<Effect> later = scenario.pass(Duration.ofSeconds(400));

    assertThat(updates(meanwhile)).isEmpty();
    assertThat(notices(acknowledged, MobileNodeNotice.BindingAcknowledged.class))
        .extracting(MobileNodeNotice.BindingAcknowledged::roundTrip)
        .containsExactly(Duration.ofMillis(1050));
    assertThat(updates(later)).isEmpty();
  }

  @Test
  @Tag("R6275-207")
  @Tag("R6275-252")
  @Tag("R6275-265")
  void everyTransmissionHasTheNextSequenceNumberAndTheNumbersWrap() {
    scenario.moveTo(VISITED_A);
    scenario.acknowledge(135, 40_000, 0, VISITED_A.careOfAddress());
    scenario.acknowledge(135, 65_533, 0, VISITED_A.careOfAddress());
    scenario.pass(Duration.ofMinutes(1));

    List<Integer> numbers = updates(scenario.all()).stream().map(BindingUpdate::sequenceNumber).toList();
    assertThat(numbers.subList(1, 6)).containsExactly(40_001, 65_534, 65_535, 0, 1);
  }

  @Test
  @Tag("R6275-249")
  void moveWhileAwaitingRegistersAtOnceFromTheNewAddress() {
    BindingUpdate first = onlyUpdate(scenario.moveTo(VISITED_A));
    scenario.pass(Duration.ofMillis(200));
    BindingUpdate second = onlyUpdate(scenario.moveTo(VISITED_B));

    assertThat(second.sequenceNumber()).isEqualTo((first.sequenceNumber() + 1) % 65_536);
    assertThat(second.option(AlternateCareOfAddress.class))
        .contains(new AlternateCareOfAddress(VISITED_B.careOfAddress()));
  }

  @Test
  @Tag("R6275-257")
  void lateAcknowledgementAfterAMoveIsIgnored() {
    BindingUpdate first = onlyUpdate(scenario.moveTo(VISITED_A));
    scenario.moveTo(VISITED_B);
    List<Effect> late = scenario.acknowledge(first, VISITED_A.careOfAddress());
    List<Effect> forged = scenario.acknowledge(first, VISITED_B.careOfAddress());

    assertThat(notices(late, MobileNodeNotice.AcknowledgementIgnored.class)).hasSize(1);
    assertThat(notices(forged, MobileNodeNotice.AcknowledgementIgnored.class)).hasSize(1);
    assertThat(updates(scenario.pass(Duration.ofMillis(1600)))).hasSize(1);
  }

  @Test
  void acknowledgementOfAnEarlierTransmissionOfTheSameUpdateCounts() {
    BindingUpdate first = onlyUpdate(scenario.moveTo(VISITED_A));
    scenario.pass(Duration.ofSeconds(2));
    List<Effect> late = scenario.acknowledge(first, VISITED_A.careOfAddress());

    assertThat(notices(late, MobileNodeNotice.BindingAcknowledged.class)).hasSize(1);
    assertThat(updates(scenario.pass(Duration.ofMinutes(1)))).isEmpty();
  }

  @Test
  void acknowledgementNotFromTheHomeAgentOrNotToTheHomeAddressIsIgnored() {
    BindingUpdate update = onlyUpdate(scenario.moveTo(VISITED_A));
    Ipv6Address careOf = VISITED_A.careOfAddress();
    var message =
        new BindingAcknowledgement(0, false, 0, update.sequenceNumber(), update.lifetimeUnits(), List.of());
    scenario.receive(message, careOf, Arrivals.from(Ipv6Address.parse("2001:db8:1::2")));
    scenario.receive(message, careOf, Arrivals.withoutRoutingHeader());

    assertThat(notices(scenario.all(), MobileNodeNotice.BindingAcknowledged.class)).isEmpty();
  }

  /** It is about the care-of address before, whatever number it has (RFC 6275 9.5.4). */
  @Test
  void acknowledgementAtAnotherCareOfAddressIsIgnored() {
    scenario.moveTo(VISITED_A);
    BindingUpdate update = onlyUpdate(scenario.moveTo(TestRouter.VISITED_B));
    List<Effect> elsewhere = scenario.acknowledge(update, VISITED_A.careOfAddress());
    List<Effect> here = scenario.acknowledge(update, TestRouter.VISITED_B.careOfAddress());

    assertThat(notices(elsewhere, MobileNodeNotice.BindingAcknowledged.class)).isEmpty();
    assertThat(notices(here, MobileNodeNotice.BindingAcknowledged.class)).hasSize(1);
  }

  @Test
  @Tag("R6275-034")
  void homeAgentIsAnotherNodeInTheHomePrefix() {
    for (Ipv6Address address : List.of(Ipv6Address.parse("2001:db8:2::1"), HOME_ADDRESS)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  MobileNodeConfig.of(
                      Scenario.ETH0,
                      HOME_ADDRESS,
                      Scenario.HOME_PREFIX,
                      address,
                      new Security.None(),
                      Scenario.ROAM0))
          .withMessageContaining("homeAgentAddress");
    }
  }

  @Test
  @Tag("R6275-044")
  @Tag("R6275-045")
  void reservedBitsAndUnknownOptionsOfAnAcknowledgementDoNotMatter() {
    BindingUpdate update = onlyUpdate(scenario.moveTo(VISITED_A));
    UnknownMobilityOption unknown = new UnknownMobilityOption(200, Octets.ofHex("0102"));
    List<Effect> acknowledged =
        scenario.acknowledge(
            new BindingAcknowledgement(
                0,
                false,
                0x7f,
                update.sequenceNumber(),
                update.lifetimeUnits(),
                List.of(unknown, new BindingRefreshAdvice(10))),
            VISITED_A.careOfAddress());

    assertThat(notices(acknowledged, MobileNodeNotice.BindingAcknowledged.class)).hasSize(1);
    assertThat(updates(scenario.pass(Duration.ofSeconds(39)))).isEmpty();
    assertThat(updates(scenario.pass(Duration.ofMillis(1600)))).hasSize(1);
  }

  @Test
  @Tag("R6275-105")
  @Tag("R6275-259")
  void grantedLifetimeCountsFromTheTimeOfSending() {
    BindingUpdate update = onlyUpdate(scenario.moveTo(VISITED_A));
    scenario.pass(Duration.ofSeconds(1));
    scenario.acknowledge(0, update.sequenceNumber(), 25, VISITED_A.careOfAddress());

    assertThat(scenario.node.snapshot(scenario.now()).bindingUpdateList().getFirst().remainingLifetime())
        .isEqualTo(Duration.ofSeconds(99));
    assertThat(updates(scenario.pass(Duration.ofSeconds(83)))).isEmpty();
    assertThat(updates(scenario.pass(Duration.ofMillis(1600)))).hasSize(1);
  }

  @Test
  void longerLifetimeThanAskedForIsNotBelieved() {
    BindingUpdate update = onlyUpdate(scenario.moveTo(VISITED_A));
    scenario.acknowledge(0, update.sequenceNumber(), 65_535, VISITED_A.careOfAddress());

    assertThat(scenario.node.snapshot(scenario.now()).bindingUpdateList().getFirst().remainingLifetime())
        .isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void refreshAdviceShortensTheInterval() {
    BindingUpdate update = onlyUpdate(scenario.moveTo(VISITED_A));
    scenario.acknowledge(
        0,
        update.sequenceNumber(),
        update.lifetimeUnits(),
        VISITED_A.careOfAddress(),
        new BindingRefreshAdvice(10));

    assertThat(updates(scenario.pass(Duration.ofSeconds(39)))).isEmpty();
    assertThat(updates(scenario.pass(Duration.ofMillis(1600)))).hasSize(1);
  }

  @Test
  void refreshAdviceHoldsAlsoWhenTheCableWasPulledMeanwhile() {
    BindingUpdate update = onlyUpdate(scenario.moveTo(VISITED_A));
    scenario.acknowledge(
        0, update.sequenceNumber(), update.lifetimeUnits(), VISITED_A.careOfAddress(), new BindingRefreshAdvice(10));
    scenario.pass(Duration.ofSeconds(5));
    assertThat(updates(scenario.moveTo(VISITED_A))).isEmpty();

    assertThat(updates(scenario.pass(Duration.ofSeconds(34)))).isEmpty();
    assertThat(updates(scenario.pass(Duration.ofMillis(1600)))).hasSize(1);
  }

  // RFC 6275 11.7.3: "at the indicated shorter interval"
  @Test
  void refreshAdviceThatIsNotShorterIsNoAdvice() {
    BindingUpdate update = onlyUpdate(scenario.moveTo(VISITED_A));
    scenario.acknowledge(
        0, update.sequenceNumber(), update.lifetimeUnits(), VISITED_A.careOfAddress(), new BindingRefreshAdvice(200));

    assertThat(updates(scenario.pass(Duration.ofSeconds(509)))).isEmpty();
    assertThat(updates(scenario.pass(Duration.ofSeconds(2)))).hasSize(2);
  }

  @Test
  void refreshIsRepeatedAfterOneSecond() {
    scenario.registeredAt(VISITED_A);
    List<Effect> refreshed = scenario.pass(Duration.ofMillis(511_500));

    assertThat(updates(refreshed)).hasSize(2);
  }

  @Test
  @Tag("R6275-233")
  void atMostThreeUpdatesAreSentInASecond() {
    for (int i = 0; i < 20; i++) {
      scenario.moveTo(VISITED_A);
      scenario.moveTo(VISITED_B);
    }

    assertThat(updates(scenario.all())).hasSize(3);
    assertThat(updates(scenario.pass(Duration.ofMillis(999)))).isEmpty();
    List<BindingUpdate> later = updates(scenario.pass(Duration.ofMillis(2)));
    assertThat(later).hasSize(1);
    assertThat(later.getFirst().option(AlternateCareOfAddress.class))
        .contains(new AlternateCareOfAddress(VISITED_B.careOfAddress()));
  }

  @Test
  void nothingIsSentThroughTheTunnelUntilTheNodeKnowsWhereItIs() {
    scenario.registeredAt(VISITED_A);
    assertThat(tunnel().sending()).isTrue();
    scenario.unplug();
    scenario.plug();
    assertThat(tunnel().sending()).isFalse();
    scenario.hear(VISITED_A);
    assertThat(tunnel().sending()).isTrue();

    List<Effect> moved = scenario.moveTo(VISITED_B);
    assertThat(tunnel().sending()).isTrue();
    assertThat(tunnel().localEnd()).isEqualTo(VISITED_B.careOfAddress());
    assertThat(updates(moved)).hasSize(1);
  }

  private Tunnel tunnel() {
    return scenario.wished(WantedTunnel.class).getFirst().tunnel();
  }

  @Test
  void linkLostWhileAwaitingStopsRetransmissionUntilTheSameLinkIsBack() {
    scenario.moveTo(VISITED_A);
    scenario.unplug();
    List<Effect> unplugged = scenario.pass(Duration.ofSeconds(100));
    scenario.plug();
    List<Effect> back = scenario.hear(VISITED_A);

    assertThat(updates(unplugged)).isEmpty();
    assertThat(updates(back)).hasSize(1);
  }

  @Test
  void sameLinkAfterAnAcknowledgedRegistrationNeedsNoUpdate() {
    scenario.registeredAt(VISITED_A);
    List<Effect> back = scenario.moveTo(VISITED_A);

    assertThat(updates(back)).isEmpty();
    assertThat(notices(back, MobileNodeNotice.RouterHeard.class))
        .extracting(MobileNodeNotice.RouterHeard::moved)
        .containsExactly(false);
  }

  @Test
  void tunnelEndsAreCareOfAddressAndHomeAgent() {
    scenario.registeredAt(VISITED_A);
    scenario.moveTo(VISITED_B);

    WantedTunnel tunnel = scenario.wished(WantedTunnel.class).getFirst();
    assertThat(tunnel.tunnel().localEnd()).isEqualTo(VISITED_B.careOfAddress());
    assertThat(tunnel.tunnel().remoteEnd()).isEqualTo(HOME_AGENT);
    assertThat(tunnel.tunnel().formerLocalEnds()).containsExactly(VISITED_A.careOfAddress());
  }

  @Test
  void startAtHomeSendsNoUpdate() {
    scenario.plug();
    scenario.hear(HOME);
    scenario.pass(Duration.ofSeconds(100));

    assertThat(updates(scenario.all())).isEmpty();
    assertThat(notices(scenario.all(), MobileNodeNotice.ReturnedHome.class))
        .containsExactly(new MobileNodeNotice.ReturnedHome(HOME_ADDRESS, false));
  }

  @Test
  void bindingErrorOfTheHomeAgentLeadsToOneUpdate() {
    Ipv6Address careOf = scenario.registeredAt(VISITED_A);
    scenario.pass(Duration.ofSeconds(5));
    BindingError error = new BindingError(1, HOME_ADDRESS, List.of());
    List<Effect> first = scenario.receive(error, careOf, Arrivals.withoutRoutingHeader());
    scenario.acknowledge(onlyUpdate(first), careOf);
    List<Effect> second = scenario.receive(error, careOf, Arrivals.withoutRoutingHeader());

    assertThat(updates(second)).isEmpty();
  }
}
