package org.roam6.protocol.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.forwarding.TestPackets.IPV6;
import static org.roam6.protocol.forwarding.TestPackets.octets;
import static org.roam6.protocol.forwarding.TestPackets.packet;
import static org.roam6.protocol.forwarding.TestPackets.show;
import static org.roam6.protocol.forwarding.TestPackets.udp;
import static org.roam6.protocol.forwarding.TestPackets.with;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.Forwarder.Answer;
import org.roam6.protocol.forwarding.Packet.Origin;
import org.roam6.protocol.forwarding.Tunnel.Side;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.icmp.DestinationUnreachable;
import org.roam6.wire.icmp.EchoRequest;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.PacketTooBig;
import org.roam6.wire.icmp.ParameterProblem;
import org.roam6.wire.icmp.TimeExceeded;
import org.roam6.wire.ip.Ipv6Packet;

/** Errors that an end of a tunnel owes by itself, and those from inside the tunnel that it tells on. */
class TunnelErrorsTest {

  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  private static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address CARE_OF = Ipv6Address.parse("2001:db8:a::100");
  private static final Ipv6Address CORRESPONDENT = Ipv6Address.parse("2001:db8:c::1");
  private static final Ipv6Address ROUTER = Ipv6Address.parse("2001:db8:f::1");
  private static final int ICMPV6 = 58;
  private static final long NOW = 1_000_000_000_000L;
  private static final long SECOND = 1_000_000_000;
  private static final long EXPIRY = 2 * NOW;

  private final ForwardingState homeAgent = new ForwardingState();
  private final ForwardingState mobileNode = new ForwardingState();
  private final Forwarder forwarder = new Forwarder(TestPackets.TUNNEL);

  TunnelErrorsTest() {
    Time expiry = new Time(EXPIRY);
    homeAgent.put(new Tunnel(BindingKey.of(HOME), Side.HOME_AGENT, HOME_AGENT, CARE_OF, List.of(), expiry));
    mobileNode.put(new Tunnel(BindingKey.of(HOME), Side.MOBILE_NODE, CARE_OF, HOME_AGENT, List.of(), expiry));
  }

  private Verdict send(ForwardingState state, Octets octets) {
    return forwarder.forward(show(octets, Origin.HOST), state, NOW);
  }

  private static Octets error(Icmpv6Message message, Ipv6Address to) {
    return packet(ROUTER, to, ICMPV6, message.encode(ROUTER, to));
  }

  private static Octets outer(Octets inner) {
    return packet(HOME_AGENT, CARE_OF, IPV6, inner);
  }

  /** The error that a packet shows, which must be one from {@code source} with a right checksum. */
  private static Icmpv6Message answer(Packet packet, Ipv6Address source, Ipv6Address destination) {
    if (!(Ipv6Packet.decode(octets(packet)) instanceof Decoded.Value<Ipv6Packet>(Ipv6Packet shown))) {
      throw new AssertionError("no packet: " + octets(packet));
    }
    assertThat(shown.header().source()).isEqualTo(source);
    assertThat(shown.header().destination()).isEqualTo(destination);
    assertThat(shown.header().hopLimit()).isEqualTo(64);
    if (!(Icmpv6Message.decode(shown.payload(), source, destination)
        instanceof Decoded.Value<Icmpv6Message>(Icmpv6Message message))) {
      throw new AssertionError("no ICMPv6: " + shown);
    }
    return message;
  }

  private static Octets start(Octets octets) {
    return octets.slice(0, Math.min(octets.length(), 1280 - 48));
  }

  @Test
  void tellsTheSourceOfABigPacketTheMtuOfTheTunnel() {
    assertThat(send(homeAgent, udp(CORRESPONDENT, HOME, 1420))).isEqualTo(Verdict.ENCAPSULATED);
    assertThat(forwarder.answer()).isEqualTo(Answer.NONE);
    Octets big = udp(CORRESPONDENT, HOME, 1421);
    Packet packet = show(big, Origin.HOST);

    assertThat(forwarder.forward(packet, homeAgent, NOW)).isEqualTo(Verdict.TOO_BIG);

    assertThat(forwarder.answer()).isEqualTo(Answer.ROUTED);
    assertThat(answer(packet, HOME_AGENT, CORRESPONDENT)).isEqualTo(new PacketTooBig(1460, start(big)));
  }

  @Test
  void mobileNodeTellsItsOwnHost() {
    Packet packet = show(udp(HOME, CORRESPONDENT, 1421), Origin.HOST);
    assertThat(forwarder.forward(packet, mobileNode, NOW)).isEqualTo(Verdict.TOO_BIG);
    assertThat(forwarder.answer()).isEqualTo(Answer.TO_HOST);
    assertThat(answer(packet, CARE_OF, HOME)).isInstanceOf(PacketTooBig.class);
  }

  @Test
  void tunnelsWhatEveryLinkMustCarryWhateverThePath() {
    Tunnel tunnel = homeAgent.tunnels().getFirst();
    homeAgent.put(tunnel, 1280);
    assertThat(send(homeAgent, udp(CORRESPONDENT, HOME, 1240))).isEqualTo(Verdict.ENCAPSULATED);
    assertThat(forwarder.pathMtu()).isEqualTo(1280);

    Octets big = udp(CORRESPONDENT, HOME, 1241);
    Packet packet = show(big, Origin.HOST);
    assertThat(forwarder.forward(packet, homeAgent, NOW)).isEqualTo(Verdict.TOO_BIG);
    assertThat(answer(packet, HOME_AGENT, CORRESPONDENT)).isEqualTo(new PacketTooBig(1280, start(big)));
  }

  @Test
  @Tag("R6275-128")
  void learnsFromARouterThatThePathIsNarrowAndTellsTheSourceInside() {
    Octets big = udp(CORRESPONDENT, HOME, 1400);
    Packet packet = show(error(new PacketTooBig(1400, start(outer(big))), HOME_AGENT), Origin.LINK);

    assertThat(forwarder.forward(packet, homeAgent, NOW)).isEqualTo(Verdict.ERROR_RELAYED);

    assertThat(forwarder.answer()).isEqualTo(Answer.ROUTED);
    assertThat(answer(packet, HOME_AGENT, CORRESPONDENT))
        .isEqualTo(new PacketTooBig(1360, big.slice(0, 1280 - 48 - 40)));
    assertThat(send(homeAgent, udp(CORRESPONDENT, HOME, 1320))).isEqualTo(Verdict.ENCAPSULATED);
    assertThat(send(homeAgent, udp(CORRESPONDENT, HOME, 1321))).isEqualTo(Verdict.TOO_BIG);
  }

  @Test
  void fragmentsFromThenOnWhatMayNotBeRefused() {
    Octets small = udp(CORRESPONDENT, HOME, 1240);
    Packet packet = show(error(new PacketTooBig(1280, start(outer(small))), HOME_AGENT), Origin.LINK);
    assertThat(forwarder.forward(packet, homeAgent, NOW)).isEqualTo(Verdict.ERROR_KEPT);
    assertThat(forwarder.answer()).isEqualTo(Answer.NONE);
    assertThat(send(homeAgent, small)).isEqualTo(Verdict.ENCAPSULATED);
    assertThat(forwarder.pathMtu()).isEqualTo(1280);
  }

  @Test
  void believesNoOtherErrors() {
    Octets big = udp(CORRESPONDENT, HOME, 1400);
    List<Octets> lies =
        List.of(
            error(new PacketTooBig(1279, start(outer(big))), HOME_AGENT),
            error(new PacketTooBig(0x8000_0500L, start(outer(big))), HOME_AGENT),
            // Another tunnel end, another inner packet, another receiver, a wrong checksum.
            error(new PacketTooBig(1300, start(packet(HOME_AGENT, ROUTER, IPV6, big))), HOME_AGENT),
            error(new PacketTooBig(1300, start(outer(udp(CORRESPONDENT, ROUTER, 1400)))), HOME_AGENT),
            error(new PacketTooBig(1300, start(outer(big))), ROUTER),
            with(error(new PacketTooBig(1300, start(outer(big))), HOME_AGENT), 47, 1));
    for (Octets lie : lies) {
      assertThat(forwarder.forward(show(lie, Origin.LINK), homeAgent, NOW)).isEqualTo(Verdict.ERROR_NOT_BELIEVED);
      assertThat(forwarder.answer()).isEqualTo(Answer.NONE);
    }
    send(homeAgent, udp(CORRESPONDENT, HOME, 1));
    assertThat(forwarder.pathMtu()).isEqualTo(1500);
  }

  @Test
  void leavesOtherIcmpv6Alone() {
    Octets echo = error(new EchoRequest(1, 2, outer(udp(CORRESPONDENT, HOME, 8))), HOME_AGENT);
    Octets aboutOther = error(new DestinationUnreachable(0, udp(HOME_AGENT, ROUTER, 100)), HOME_AGENT);
    Octets whole = error(new DestinationUnreachable(0, outer(udp(CORRESPONDENT, HOME, 8))), HOME_AGENT);
    for (Octets other : List.of(echo, aboutOther)) {
      assertThat(forwarder.forward(show(other, Origin.LINK), homeAgent, NOW)).isEqualTo(Verdict.NOT_FOR_TUNNELS);
    }
    for (int length = 40; length < whole.length(); length++) {
      byte[] cut = whole.slice(0, length).toByteArray();
      cut[5] = (byte) (length - 40);
      assertThat(forwarder.forward(show(Octets.of(cut), Origin.LINK), homeAgent, NOW))
          .isIn(Verdict.NOT_FOR_TUNNELS, Verdict.ERROR_NOT_BELIEVED);
    }
  }

  @Test
  @Tag("R6275-128")
  void tellsTheSourceInsideThatTheTunnelIsBroken() {
    Octets inner = udp(CORRESPONDENT, HOME, 100);
    // The limit that the home agent gave on is used up.
    Octets limited = packet(CORRESPONDENT, HOME, 60, Octets.ofHex("3b00 040101 010100"));
    Octets spent = packet(HOME_AGENT, CARE_OF, 60, Octets.of(Octets.ofHex("2900 040100 010100" + limited.toHex())
        .toByteArray()));
    record Case(Icmpv6Message error, Octets inner) {}
    for (Case each :
        List.of(
            new Case(new DestinationUnreachable(0, outer(inner)), inner),
            new Case(new DestinationUnreachable(3, outer(inner)), inner),
            new Case(new TimeExceeded(0, outer(inner)), inner),
            new Case(new ParameterProblem(0, 44, spent), limited))) {
      Packet packet = show(error(each.error, HOME_AGENT), Origin.LINK);
      assertThat(forwarder.forward(packet, homeAgent, NOW)).isEqualTo(Verdict.ERROR_RELAYED);
      assertThat(answer(packet, HOME_AGENT, CORRESPONDENT)).isEqualTo(new DestinationUnreachable(3, each.inner));
    }
    for (Icmpv6Message kept :
        List.of(
            new TimeExceeded(1, outer(inner)),
            new ParameterProblem(0, 44, outer(inner)),
            new ParameterProblem(1, 6, outer(inner)))) {
      assertThat(forwarder.forward(show(error(kept, HOME_AGENT), Origin.LINK), homeAgent, NOW))
          .isEqualTo(Verdict.ERROR_KEPT);
    }
  }

  @Test
  void mobileNodeTellsItsOwnHostOfErrorsToo() {
    Octets inner = udp(HOME, CORRESPONDENT, 100);
    Octets quoted = packet(CARE_OF, HOME_AGENT, IPV6, inner);
    Packet packet = show(error(new DestinationUnreachable(0, quoted), CARE_OF), Origin.LINK);
    assertThat(forwarder.forward(packet, mobileNode, NOW)).isEqualTo(Verdict.ERROR_RELAYED);
    assertThat(forwarder.answer()).isEqualTo(Answer.TO_HOST);
    assertThat(answer(packet, CARE_OF, HOME)).isEqualTo(new DestinationUnreachable(3, inner));
  }

  @Test
  void tellsNobodyOfAnErrorAboutAnError() {
    Octets nested = packet(CORRESPONDENT, HOME, ICMPV6, new TimeExceeded(0, udp(HOME, CORRESPONDENT, 8))
        .encode(CORRESPONDENT, HOME));
    assertThat(forwarder.forward(
            show(error(new DestinationUnreachable(0, outer(nested)), HOME_AGENT), Origin.LINK), homeAgent, NOW))
        .isEqualTo(Verdict.ERROR_KEPT);
    byte[] behindOptions = new byte[1500];
    System.arraycopy(Octets.ofHex("3a00 010400000000 0100").toByteArray(), 0, behindOptions, 0, 10);
    assertThat(send(homeAgent, packet(CORRESPONDENT, HOME, 0, Octets.of(behindOptions)))).isEqualTo(Verdict.TOO_BIG);
    assertThat(forwarder.answer()).isEqualTo(Answer.NONE);
  }

  @Test
  void tellsOneSourceTenTimesInARowAndTenTimesASecondAndOthersMeanwhile() {
    assertThat(answersTo(CORRESPONDENT, NOW, 1000)).isEqualTo(10);
    assertThat(answersTo(ROUTER, NOW, 1000)).isEqualTo(10);
    assertThat(answersTo(CORRESPONDENT, NOW + SECOND / 2, 1000)).isEqualTo(5);
    assertThat(answersTo(CORRESPONDENT, NOW + 100 * SECOND, 1000)).isEqualTo(10);
  }

  @Test
  void tellsAllTogetherNoMoreThanAThousandTimesASecond() {
    int answers = 0;
    for (int i = 0; i < 2000; i++) {
      answers += answersTo(new Ipv6Address(0x2001_0db8_0000_0000L | i, 1), NOW, 1);
    }
    assertThat(answers).isEqualTo(100);
  }

  private int answersTo(Ipv6Address source, long now, int attempts) {
    int answers = 0;
    Octets big = udp(source, HOME, 1421);
    for (int i = 0; i < attempts; i++) {
      forwarder.forward(show(big, Origin.HOST), homeAgent, now);
      answers += forwarder.answer() == Answer.ROUTED ? 1 : 0;
    }
    return answers;
  }

  @Test
  void tellsCorrespondentsAboutABindingThatRanOutButNotTheNodeItself() {
    Octets down = udp(CORRESPONDENT, HOME, 8);
    Packet packet = show(down, Origin.HOST);
    assertThat(forwarder.forward(packet, homeAgent, EXPIRY)).isEqualTo(Verdict.EXPIRED);
    assertThat(answer(packet, HOME_AGENT, CORRESPONDENT)).isEqualTo(new DestinationUnreachable(3, down));
    Packet up = show(udp(HOME, CORRESPONDENT, 8), Origin.HOST);
    assertThat(forwarder.forward(up, mobileNode, EXPIRY)).isEqualTo(Verdict.EXPIRED);
    assertThat(forwarder.answer()).isEqualTo(Answer.NONE);
  }

  @Test
  void pointsToATunnelEncapsulationLimitThatIsUsedUp() {
    Octets spent = packet(CORRESPONDENT, HOME, 60, Octets.ofHex("3b00 010100 040100"));
    Packet packet = show(spent, Origin.HOST);
    assertThat(forwarder.forward(packet, homeAgent, NOW)).isEqualTo(Verdict.NESTED);
    assertThat(answer(packet, HOME_AGENT, CORRESPONDENT)).isEqualTo(new ParameterProblem(0, 47, spent));
  }
}
