package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.network.SmallNetwork.at;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Memory;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.mobilenode.MobileNodeNotice;
import org.roam6.sim.network.Network;
import org.roam6.sim.world.Observer.Disturbance;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.MessageReplayProtection;
import org.roam6.wire.mobility.MobileNodeIdentifier;
import org.roam6.wire.mobility.MobilityHeader;

/** RFC 4285 6: a timestamp that is not greater than one that was accepted is noticed. */
class TimestampsGrowTest {

  private static final long ACCEPTED = 1000L << 32;

  private final Watch watch = new Watch(each -> new TimestampsGrow(each.ledger));
  private int sequence;

  private void accept(long timestamp) {
    watch.handles(
        watch.homeAgent(),
        new Event.WallClockSet(0),
        at(1),
        new Effect.Remember(new Memory.AcceptedTimestamp(1000, "mn@example.org", new NtpTimestamp(timestamp))));
  }

  private void send(long timestamp) {
    watch.sends(
        watch.update(
            ++sequence,
            10,
            MobileNodeIdentifier.ofNetworkAccessIdentifier("mn@example.org"),
            new MessageReplayProtection(timestamp)),
        at(2));
  }

  private void hears(int status, long timestamp, Effect effect) {
    Ipv6Address homeAgent = watch.small.network.addressing().address("ha", "home");
    BindingAcknowledgement acknowledgement =
        new BindingAcknowledgement(status, false, 0, 1, 10, List.of(new MessageReplayProtection(timestamp)));
    Octets packet =
        Ipv6Packet.of(
                homeAgent,
                watch.small.homeAddress(),
                64,
                IpProtocol.MOBILITY,
                MobilityHeader.of(acknowledgement).encode(homeAgent, watch.small.homeAddress()))
            .encode();
    watch.handles(watch.mobileNode(), Watch.received(packet), at(2), effect);
  }

  private void isToldTheTime(long timestamp) {
    hears(144, timestamp, Watch.notice(new MobileNodeNotice.ClockCorrected(Duration.ofMinutes(-15))));
  }

  @Test
  void aTimeFarBeforeSetsBackWhoHasNotHeardOfTheAcceptance() {
    accept(ACCEPTED);
    isToldTheTime(100L << 32);
    send(ACCEPTED - 1);
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void aTimeFarBeforeDoesNotSetBackWhoHasHeardOfTheAcceptance() {
    accept(ACCEPTED);
    hears(0, ACCEPTED, Watch.notice(new MobileNodeNotice.LinkFound(Network.MOBILE_INTERFACE)));
    isToldTheTime(100L << 32);
    send(ACCEPTED - 1);
    assertThat(watch.violations()).hasSize(1);
  }

  @Test
  void aTimeThatAGreaterTimestampIsCloseToSetsNobodyBack() {
    accept(ACCEPTED);
    isToldTheTime(993L << 32);
    send(ACCEPTED - 1);
    assertThat(watch.violations()).hasSize(1);
  }

  @Test
  void aGreaterTimestampIsWhatItShouldBe() {
    send(5);
    accept(ACCEPTED);
    send(ACCEPTED + 1);
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void theSameOneOrASmallerOneIsNoticed() {
    accept(ACCEPTED);
    send(ACCEPTED);
    assertThat(watch.violations())
        .singleElement()
        .satisfies(found -> assertThat(found.what()).startsWith("mn sends timestamp").contains("after"));
    send(ACCEPTED - 1);
    assertThat(watch.violations()).hasSize(1);
  }

  @Test
  void whatWasSentButNeverAcceptedDoesNotCount() {
    send(ACCEPTED);
    send(ACCEPTED - 1);
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void aMobileNodeThatWasStartedAnewIsNotAsked() {
    accept(ACCEPTED);
    watch.disturb(watch.mobileNode(), new Disturbance.Started(true), at(2));
    send(ACCEPTED);
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void onlyAHomeAgentThatLostItsStorageHasForgotten() {
    accept(ACCEPTED);
    watch.disturb(watch.homeAgent(), new Disturbance.Started(true), at(2));
    send(ACCEPTED);
    assertThat(watch.violations()).hasSize(1);
    watch.disturb(watch.homeAgent(), new Disturbance.Started(false), at(2));
    send(ACCEPTED);
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void aRunningNetworkKeepsItWhateverBecomesOfTheClock() {
    watch.small.registeredAt("visited-a");
    watch.small.world.setWallClock(watch.mobileNode(), Duration.ofMinutes(-30));
    watch.small.move("visited-b");
    watch.run(Duration.ofMinutes(10));
    watch.small.world.setWallClock(watch.mobileNode(), Duration.ofMinutes(30));
    watch.small.move("visited-a");
    watch.run(Duration.ofMinutes(10));
    assertThat(watch.violations()).isEmpty();
    assertThat(watch.small.registration()).isEqualTo("registered");
  }
}
