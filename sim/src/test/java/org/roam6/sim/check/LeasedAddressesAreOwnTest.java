package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.sim.network.LeaseServer.Given;
import org.roam6.sim.network.Leasing;
import org.roam6.sim.network.Settings;
import org.roam6.sim.world.Observer.Disturbance;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;

/** RFC 8415: a mobile node sends from no other address of a leased link than its own, and not longer than it has it. */
class LeasedAddressesAreOwnTest {

  private static final Duration VALID = Duration.ofSeconds(60);
  private static final Settings SETTINGS =
      Settings.DEFAULT.withLeasing(Leasing.NONE.withLinks(List.of("visited-a")).withValid(VALID));

  private final Watch watch = new Watch(SETTINGS, each -> new LeasedAddressesAreOwn(each.ledger));

  private Given given() {
    return watch.small.network
        .leaseServer(watch.small.network.addressing().prefix("visited-a"))
        .flatMap(server -> server.givenTo(watch.small.port().address()))
        .orElseThrow();
  }

  private static Octets packetFrom(Ipv6Address source) {
    return Ipv6Packet.of(source, Ipv6Address.parse("2001:db8:2::3"), 64, IpProtocol.UDP, Octets.EMPTY)
        .encode();
  }

  private Time afterTheEnd() {
    return given().until().plus(Duration.ofSeconds(11));
  }

  @Test
  void aLeaseThatIsExtendedIsNotNoticed() {
    watch.small.registeredAt("visited-a");
    watch.run(VALID.multipliedBy(5));
    assertThat(given().until()).isGreaterThan(watch.small.world.now());
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void anotherAddressOfTheLinkIsNoticed() {
    watch.small.registeredAt("visited-a");
    watch.sends(packetFrom(new Ipv6Address(given().address().high(), 0x99)), watch.small.world.now());
    assertThat(watch.violations()).extracting(Violation::what).singleElement().asString().contains("has leased");
  }

  @Test
  void anAddressWhoseLeaseHasEndedIsNoticed() {
    watch.small.registeredAt("visited-a");
    watch.sends(packetFrom(given().address()), afterTheEnd());
    assertThat(watch.violations()).extracting(Violation::what).singleElement().asString().contains("has ended");
  }

  @Test
  void whoIsStoppedOrJustAwakeMayHaveItYet() {
    watch.small.registeredAt("visited-a");
    watch.disturb(watch.mobileNode(), new Disturbance.Stopped(true), watch.small.world.now());
    watch.sends(packetFrom(given().address()), afterTheEnd());
    watch.disturb(watch.mobileNode(), new Disturbance.WokeUp(), afterTheEnd());
    watch.sends(packetFrom(given().address()), afterTheEnd());
    assertThat(watch.violations()).isEmpty();
    watch.sends(packetFrom(given().address()), afterTheEnd().plus(Duration.ofSeconds(2)));
    assertThat(watch.violations()).hasSize(1);
  }
}
