package org.roam6.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.sim.time.Agenda;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.DestinationUnreachable;
import org.roam6.wire.icmp.EchoRequest;
import org.roam6.wire.icmp.Redirect;
import org.roam6.wire.icmp.TimeExceeded;
import org.roam6.wire.ip.Ipv6Packet;

/** RFC 4443 2.4 and 3: errors quote the packet, go to its source, and are not sent where they must not be. */
class IcmpErrorsTest {

  private static final Ipv6Address ROUTER = Ipv6Address.parse("2001:db8:1::ff01");
  private static final Ipv6Address SOURCE = Ipv6Address.parse("2001:db8:1::5");
  private static final Ipv6Address TARGET = Ipv6Address.parse("2001:db8:2::5");

  private final Agenda agenda = new Agenda();
  private final Machine machine = new Machine(agenda);
  private final List<Octets> sent = new ArrayList<>();
  private final IcmpErrors errors = new IcmpErrors(machine, () -> Optional.of(ROUTER), sent::add);

  @Test
  void aHopLimitThatIsUsedUpIsTimeExceeded() {
    Octets packet = Machine.datagram(SOURCE, TARGET, 1, 1);
    errors.hopLimitExceeded(packet);
    assertThat(sent).hasSize(1);
    assertThat(PacketFields.source(sent.getFirst())).isEqualTo(ROUTER);
    assertThat(PacketFields.destination(sent.getFirst())).isEqualTo(SOURCE);
    assertThat(Machine.messages(sent, TimeExceeded.class)).containsExactly(new TimeExceeded(0, packet));
  }

  @Test
  void noRouteIsDestinationUnreachable() {
    Octets packet = Machine.datagram(SOURCE, TARGET, 9, 1);
    errors.noRoute(packet);
    assertThat(Machine.messages(sent, DestinationUnreachable.class))
        .containsExactly(new DestinationUnreachable(0, packet));
  }

  @ParameterizedTest
  @ValueSource(ints = {1191, 1192, 1193, 1400})
  void anErrorIsNotLongerThanTheLeastMtu(int payload) {
    Octets packet = Ipv6Packet.of(SOURCE, TARGET, 1, IpProtocol.UDP, Octets.of(new byte[payload])).encode();
    errors.hopLimitExceeded(packet);
    assertThat(sent.getFirst().length()).isEqualTo(Math.min(1280, 40 + 8 + 40 + payload));
    assertThat(Machine.messages(sent, TimeExceeded.class)).singleElement()
        .matches(error -> packet.slice(0, error.invokingPacket().length()).equals(error.invokingPacket()));
  }

  @Test
  void thereIsNoErrorAboutAnErrorOrARedirect() {
    Octets quoted = Machine.datagram(TARGET, SOURCE, 1, 1);
    errors.hopLimitExceeded(Machine.icmp(SOURCE, TARGET, 1, new TimeExceeded(0, quoted)));
    errors.noRoute(Machine.icmp(SOURCE, TARGET, 1, new DestinationUnreachable(0, quoted)));
    errors.hopLimitExceeded(Machine.icmp(SOURCE, TARGET, 1, new Redirect(TARGET, TARGET, List.of())));
    assertThat(sent).isEmpty();
    errors.hopLimitExceeded(Machine.icmp(SOURCE, TARGET, 1, new EchoRequest(1, 1, Octets.EMPTY)));
    assertThat(sent).hasSize(1);
  }

  @Test
  void thereIsNoErrorAboutAPacketToAGroup() {
    errors.noRoute(Machine.datagram(SOURCE, Ipv6Address.parse("ff0e::1"), 9, 1));
    assertThat(sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"::", "ff02::1", "ff0e::1"})
  void aSourceThatIsNoSingleNodeGetsNone(String source) {
    errors.hopLimitExceeded(Machine.datagram(Ipv6Address.parse(source), TARGET, 1, 1));
    assertThat(sent).isEmpty();
  }

  @Test
  void aMachineWithoutAddressSendsNone() {
    new IcmpErrors(machine, Optional::empty, sent::add).noRoute(Machine.datagram(SOURCE, TARGET, 9, 1));
    assertThat(sent).isEmpty();
  }

  // RFC 4443 2.4 (f): "an IPv6 node MUST limit the rate of ICMPv6 error messages it originates"
  @Test
  void theirRateIsLimited() {
    for (int i = 0; i < 100; i++) {
      errors.noRoute(Machine.datagram(SOURCE, TARGET, 9, i));
    }
    assertThat(sent).hasSize(10);
    Machine.pass(agenda, Duration.ofMillis(500));
    for (int i = 0; i < 100; i++) {
      errors.noRoute(Machine.datagram(SOURCE, TARGET, 9, i));
    }
    assertThat(sent).hasSize(15);
  }
}
