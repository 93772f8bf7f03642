package org.roam6.protocol.correspondent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.Way;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.DestinationUnreachable;
import org.roam6.wire.ip.Ipv6Packet;

/** RFC 6275 9.3.4: only persistent errors about packets of our own end a binding. */
class UnreachableTest {

  private static final int ADDRESS_UNREACHABLE = 3;
  private static final Ipv6Address REPORTER = Ipv6Address.parse("2001:db8:f::1");

  private final Scene scene = new Scene();
  private final Peer peer = Peer.ready(scene);

  UnreachableTest() {
    peer.update().lifetime(105).acknowledgement();
  }

  /** An error about a packet along a direct path. */
  static Event error(int code, Ipv6Address from, Ipv6Address to, Ipv6Address home) {
    Ipv6Packet lost =
        Ipv6Packet.of(from, to, 60, IpProtocol.UDP, Octets.of(new byte[8])).withType2RoutingHeader(home);
    return quoting(code, from, lost.encode());
  }

  private static Event quoting(int code, Ipv6Address to, Octets packet) {
    DestinationUnreachable message = new DestinationUnreachable(code, packet);
    Ipv6Packet error = Ipv6Packet.of(REPORTER, to, 60, IpProtocol.ICMPV6, message.encode(REPORTER, to));
    return new Event.PacketReceived(Scene.UPLINK, Scene.ROUTER, error.encode());
  }

  private void errors(int count, Duration apart, Event error) {
    for (int i = 0; i < count; i++) {
      scene.tell(error);
      scene.pass(apart);
    }
  }

  private static Event fromRouter() {
    return error(ADDRESS_UNREACHABLE, Scene.OWN, Scene.CARE_OF, Scene.HOME);
  }

  @Test
  void persistentErrorsEndTheBinding() {
    errors(10, Duration.ofSeconds(1), fromRouter());
    assertThat(scene.bindings()).hasSize(1);
    errors(1, Duration.ofSeconds(1), fromRouter());
    assertThat(scene.bindings()).isEmpty();
    assertThat(scene.wanted).isEmpty();
  }

  @Test
  void manyAtOnceDoNot() {
    errors(1000, Duration.ofMillis(5), fromRouter());
    assertThat(scene.bindings()).hasSize(1);
  }

  @Test
  void aFewNowAndThenDoNot() {
    errors(10, Duration.ofSeconds(31), fromRouter());
    assertThat(scene.bindings()).hasSize(1);
  }

  @Test
  void packetsFromTheCareOfAddressSayThatItIsThere() {
    for (int i = 0; i < 60; i++) {
      errors(1, Duration.ofSeconds(1), fromRouter());
      scene.traffic(Scene.HOME, i % 8 == 0 ? Way.DIRECT_RECEIVED : Way.DIRECT_SENT);
    }
    assertThat(scene.bindings()).hasSize(1);
  }

  @Test
  void aBindingUpdateSaysSoToo() {
    errors(10, Duration.ofSeconds(1), fromRouter());
    peer.update().sequence(2).lifetime(105).acknowledgement();
    errors(10, Duration.ofSeconds(1), fromRouter());
    assertThat(scene.bindings()).hasSize(1);
  }

  @Test
  void errorsAboutSomethingElseDoNot() {
    errors(20, Duration.ofSeconds(1), error(4, Scene.OWN, Scene.CARE_OF, Scene.HOME));
    errors(20, Duration.ofSeconds(1), error(ADDRESS_UNREACHABLE, Scene.OWN, Scene.OTHER_CARE_OF, Scene.HOME));
    errors(20, Duration.ofSeconds(1), error(ADDRESS_UNREACHABLE, Scene.OWN, Scene.CARE_OF, Scene.OTHER_HOME));
    Octets plain =
        Ipv6Packet.of(Scene.OWN, Scene.CARE_OF, 60, IpProtocol.UDP, Octets.of(new byte[60])).encode();
    errors(20, Duration.ofSeconds(1), quoting(ADDRESS_UNREACHABLE, Scene.OWN, plain));
    errors(20, Duration.ofSeconds(1), quoting(ADDRESS_UNREACHABLE, Scene.OWN, plain.slice(0, 40)));
    assertThat(scene.bindings()).hasSize(1);
  }

  @Test
  void aPacketThatIsNotOursCannotBeQuoted() {
    Octets foreign =
        Ipv6Packet.of(REPORTER, Scene.CARE_OF, 60, IpProtocol.UDP, Octets.of(new byte[8]))
            .withType2RoutingHeader(Scene.HOME)
            .encode();
    errors(20, Duration.ofSeconds(1), quoting(ADDRESS_UNREACHABLE, Scene.OWN, foreign));
    assertThat(scene.bindings()).hasSize(1);
  }
}
