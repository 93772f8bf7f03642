package org.roam6.protocol.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.forwarding.TestPackets.IPV6;
import static org.roam6.protocol.forwarding.TestPackets.octets;
import static org.roam6.protocol.forwarding.TestPackets.packet;
import static org.roam6.protocol.forwarding.TestPackets.show;
import static org.roam6.protocol.forwarding.TestPackets.udp;
import static org.roam6.protocol.forwarding.TestPackets.with;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.Packet.Origin;
import org.roam6.protocol.forwarding.Tunnel.Side;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;

class TunnelReassemblerTest {

  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  private static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address CARE_OF = Ipv6Address.parse("2001:db8:a::100");
  private static final Ipv6Address CORRESPONDENT = Ipv6Address.parse("2001:db8:c::1");
  private static final Octets INNER = udp(CORRESPONDENT, HOME, 1240);
  private static final int FRAGMENT = 44;
  private static final long NOW = 1_000;
  private static final long MINUTE = 60_000_000_000L;

  private final ForwardingState mobileNode = new ForwardingState();
  private final Forwarder forwarder = new Forwarder(TestPackets.TUNNEL);

  TunnelReassemblerTest() {
    mobileNode.put(
        new Tunnel(BindingKey.of(HOME), Side.MOBILE_NODE, CARE_OF, HOME_AGENT, List.of(), Time.NEVER));
  }

  /** The octets of {@code whole}, a fragmentable part, from {@code from} to {@code to}. */
  private static Octets fragment(Ipv6Address source, int identification, Octets whole, int from, int to) {
    int more = to < whole.length() ? 1 : 0;
    String header = "%02x00%04x%08x".formatted(IPV6, from | more, identification);
    return packet(source, CARE_OF, FRAGMENT, Octets.ofHex(header + whole.slice(from, to).toHex()));
  }

  private static Octets fragment(int identification, int from, int to) {
    return fragment(HOME_AGENT, identification, INNER, from, to);
  }

  private Verdict take(Octets fragment, long now) {
    return forwarder.forward(show(fragment, Origin.LINK), mobileNode, now);
  }

  @Test
  void takesAPacketOutOfFragmentsInWhateverOrderTheyCome() {
    int identification = 7;
    for (int[] order : new int[][] {{0, 1, 2}, {2, 1, 0}, {1, 2, 0}, {2, 0, 1}}) {
      identification++;
      Octets[] pieces = {
        fragment(identification, 0, 400), fragment(identification, 400, 1232), fragment(identification, 1232, 1280)
      };
      assertThat(take(pieces[order[0]], NOW)).isEqualTo(Verdict.FRAGMENT_WAITS);
      // A duplicate changes nothing.
      assertThat(take(pieces[order[0]], NOW)).isEqualTo(Verdict.FRAGMENT_WAITS);
      assertThat(take(pieces[order[1]], NOW)).isEqualTo(Verdict.FRAGMENT_WAITS);
      Packet last = show(pieces[order[2]], Origin.LINK);
      assertThat(forwarder.forward(last, mobileNode, NOW)).isEqualTo(Verdict.DECAPSULATED);
      assertThat(octets(last)).isEqualTo(INNER);
    }
  }

  @Test
  void takesAnAtomicFragmentForAWholePacket() {
    Packet packet = show(fragment(1, 0, 1280), Origin.LINK);
    assertThat(forwarder.forward(packet, mobileNode, NOW)).isEqualTo(Verdict.DECAPSULATED);
    assertThat(octets(packet)).isEqualTo(INNER);
  }

  @Test
  void believesFragmentsNoMoreThanWholePackets() {
    take(fragment(HOME, 1, INNER, 0, 800), NOW);
    assertThat(take(fragment(HOME, 1, INNER, 800, 1280), NOW)).isEqualTo(Verdict.SOURCE_NOT_BOUND);
  }

  @Test
  void carriesCongestionOfOneFragmentToThePacket() {
    take(with(fragment(1, 0, 800), 1, 0x30), NOW);
    assertThat(take(fragment(1, 800, 1280), NOW)).isEqualTo(Verdict.CONGESTION_NOT_CARRIED);
    take(fragment(2, 0, 800), NOW);
    assertThat(take(with(fragment(2, 800, 1280), 1, 0x30), NOW)).isEqualTo(Verdict.CONGESTION_NOT_CARRIED);
  }

  @Test
  void refusesWhatContradictsItselfAndAllThatComesLater() {
    assertThat(take(fragment(1, 0, 801), NOW)).isEqualTo(Verdict.FRAGMENT_REFUSED);
    assertThat(take(packet(HOME_AGENT, CARE_OF, FRAGMENT, Octets.ofHex("2900000100000001")), NOW))
        .isEqualTo(Verdict.FRAGMENT_REFUSED);
    assertThat(take(packet(HOME_AGENT, CARE_OF, FRAGMENT, Octets.ofHex("29000001")), NOW))
        .isEqualTo(Verdict.FRAGMENT_REFUSED);

    take(fragment(2, 0, 800), NOW);
    assertThat(take(fragment(2, 792, 1000), NOW)).isEqualTo(Verdict.FRAGMENT_REFUSED);
    assertThat(take(fragment(2, 800, 1280), NOW)).isEqualTo(Verdict.FRAGMENT_REFUSED);

    // The end is before what is there already, or is another one.
    take(fragment(3, 800, 1000), NOW);
    assertThat(take(fragment(HOME_AGENT, 3, INNER.slice(0, 800), 400, 800), NOW))
        .isEqualTo(Verdict.FRAGMENT_REFUSED);
    take(fragment(4, 800, 1280), NOW);
    assertThat(take(fragment(HOME_AGENT, 4, INNER.slice(0, 800), 400, 800), NOW))
        .isEqualTo(Verdict.FRAGMENT_REFUSED);
    Octets longer = Octets.of(new byte[2056]);
    take(fragment(HOME_AGENT, 5, longer, 0, 1024), NOW);
    assertThat(take(fragment(HOME_AGENT, 5, longer, 1024, 2056), NOW)).isEqualTo(Verdict.FRAGMENT_REFUSED);
  }

  @Test
  void waitsAMinute() {
    take(fragment(1, 0, 800), NOW);
    assertThat(take(fragment(1, 800, 1280), NOW + MINUTE - 1)).isEqualTo(Verdict.DECAPSULATED);
    take(fragment(2, 0, 800), NOW);
    assertThat(take(fragment(2, 800, 1280), NOW + MINUTE)).isEqualTo(Verdict.FRAGMENT_WAITS);
  }

  @Test
  void aFloodCostsOthersNothingWhileItHasOneSource() {
    take(fragment(1, 0, 800), NOW);
    for (int i = 0; i < 10_000; i++) {
      take(fragment(CORRESPONDENT, i, INNER, 0, 800), NOW + i);
    }
    assertThat(take(fragment(1, 800, 1280), NOW + 20_000)).isEqualTo(Verdict.DECAPSULATED);
  }

  @Test
  void theOldestGivesItsPlaceToNewcomers() {
    for (int i = 0; i < 17; i++) {
      take(fragment(i, 0, 800), NOW + i);
    }
    assertThat(take(fragment(1, 800, 1280), NOW + 20)).isEqualTo(Verdict.DECAPSULATED);
    assertThat(take(fragment(0, 800, 1280), NOW + 20)).isEqualTo(Verdict.FRAGMENT_WAITS);
  }
}
