package org.roam6.sim.workload;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.roam6.protocol.Time;
import org.roam6.sim.SeededRandomness;
import org.roam6.sim.kernel.PacketFields;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.network.Network;
import org.roam6.sim.world.Observer;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.BindingAcknowledgementStatus;
import org.roam6.wire.iana.BindingErrorStatus;
import org.roam6.wire.iana.Icmpv6Code;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.ParameterProblem;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingAuthorizationData;
import org.roam6.wire.mobility.BindingError;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTest;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTest;
import org.roam6.wire.mobility.HomeTestInit;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityMessage;
import org.roam6.wire.mobility.MobilityOption;
import org.roam6.wire.mobility.NonceIndices;

/**
 * Somebody who sees what mobile nodes send to correspondent nodes, has no token, and can send from any host whatever he
 * likes, in anybody's name.
 */
public final class PathAttacker implements Observer {

  private static final int HOP_LIMIT = 64;
  private static final int AUTHENTICATOR_LENGTH = 12;
  private static final int PORT = 9;
  private static final int MOST_QUOTED = 1000;

  private final Network network;
  private final SeededRandomness randomness;
  private final Map<Pair, Seen> seen = new HashMap<>();

  /** An attacker who has seen nothing yet. */
  public PathAttacker(Network network) {
    this.network = network;
    this.randomness = network.world().randomness("path attacker");
    network.world().observe(this);
  }

  private record Pair(Ipv6Address homeAddress, Ipv6Address correspondent) {}

  /** The last messages of a mobile node to a correspondent node. */
  private static final class Seen {
    private long homeCookie;
    private long careOfCookie;
    private Ipv6Address careOfAddress = Ipv6Address.UNSPECIFIED;
    private @Nullable BindingUpdate update;
    private @Nullable Octets updateHeader;
    private Octets lastPacket = Octets.of(new byte[0]);
  }

  // ---- what he sees

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    Octets packet = frame.packet();
    if (packet.length() <= PacketFields.HEADER_LENGTH
        || network.world().host(from.host()).config().mobileNode().isEmpty()) {
      return;
    }
    switch (PacketFields.nextHeader(packet)) {
      case IpProtocol.MOBILITY, IpProtocol.DESTINATION_OPTIONS -> signalled(from.host(), packet);
      case IpProtocol.IPV6 -> {
        Octets inner = packet.slice(PacketFields.HEADER_LENGTH, packet.length());
        if (inner.length() > PacketFields.HEADER_LENGTH && PacketFields.nextHeader(inner) == IpProtocol.MOBILITY) {
          signalled(from.host(), inner);
        }
      }
      default -> {}
    }
  }

  private void signalled(String mobileNode, Octets octets) {
    if (!(Ipv6Packet.decode(octets) instanceof Value<Ipv6Packet>(Ipv6Packet packet))
        || packet.protocol() != IpProtocol.MOBILITY
        || !(MobilityHeader.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination())
            instanceof Value<MobilityHeader>(MobilityHeader header))) {
      return;
    }
    Pair pair = new Pair(network.homeAddress(mobileNode), packet.checksumDestination());
    switch (header.message()) {
      case HomeTestInit init -> remember(pair, octets).homeCookie = init.cookie();
      case CareOfTestInit init -> {
        Seen last = remember(pair, octets);
        last.careOfCookie = init.cookie();
        last.careOfAddress = packet.header().source();
      }
      case BindingUpdate update when !update.home() -> {
        Seen last = remember(pair, octets);
        last.update = update;
        last.updateHeader = packet.payload();
        last.careOfAddress = packet.header().source();
      }
      default -> {}
    }
  }

  private Seen remember(Pair pair, Octets packet) {
    Seen last = seen.computeIfAbsent(pair, _ -> new Seen());
    last.lastPacket = packet;
    return last;
  }

  // ---- what he sends

  /**
   * Sends what is forged, if he has seen what he needs for it.
   *
   * @param from the host that he sends from, and {@code own} its address
   */
  public void forge(SimulatedHost from, Ipv6Address own, Forgery what, String mobileNode, Ipv6Address correspondent) {
    Pair pair = new Pair(network.homeAddress(mobileNode), correspondent);
    Seen last = seen.get(pair);
    if (last != null) {
      forged(what, pair, last, own).ifPresent(from.kernel()::sendAsIs);
    }
  }

  private Optional<Octets> forged(Forgery what, Pair pair, Seen last, Ipv6Address own) {
    return switch (what) {
      case HOME_TEST ->
          Optional.of(
              plain(
                  pair.correspondent,
                  pair.homeAddress,
                  new HomeTest(number(8), last.homeCookie, randomness.secret(), List.of())));
      case CARE_OF_TEST ->
          Optional.of(
              plain(
                  pair.correspondent,
                  last.careOfAddress,
                  new CareOfTest(number(8), last.careOfCookie, randomness.secret(), List.of())));
      case BINDING_UPDATE -> Optional.ofNullable(last.update).map(update -> forgedUpdate(pair, update, own));
      case MOVED_UPDATE -> Optional.ofNullable(last.updateHeader).map(header -> moved(pair, header, own));
      case BINDING_ACKNOWLEDGEMENT ->
          acknowledgement(pair, last, BindingAcknowledgementStatus.ACCEPTED, List.of(authenticator()));
      case EXPIRED_NONCES -> acknowledgement(pair, last, BindingAcknowledgementStatus.EXPIRED_NONCES, List.of());
      case BINDING_ERROR ->
          Optional.of(
              plain(
                  pair.correspondent,
                  last.careOfAddress,
                  new BindingError(BindingErrorStatus.UNKNOWN_BINDING.code(), pair.homeAddress, List.of())));
      case PARAMETER_PROBLEM -> Optional.of(parameterProblem(pair, last));
      case DIRECT_PACKET -> Optional.of(directPacket(pair, own));
    };
  }

  private int number(int bound) {
    return (int) randomness.jitter(bound);
  }

  private BindingAuthorizationData authenticator() {
    return new BindingAuthorizationData(randomness.octets(AUTHENTICATOR_LENGTH));
  }

  private static Octets plain(Ipv6Address source, Ipv6Address destination, MobilityMessage message) {
    return Ipv6Packet.of(
            source,
            destination,
            HOP_LIMIT,
            IpProtocol.MOBILITY,
            MobilityHeader.of(message).encode(source, destination))
        .encode();
  }

  private Octets forgedUpdate(Pair pair, BindingUpdate model, Ipv6Address own) {
    NonceIndices nonces = model.option(NonceIndices.class).orElse(new NonceIndices(0, 0));
    BindingUpdate update =
        new BindingUpdate(
            model.sequenceNumber() + 1 & 0xffff,
            true,
            false,
            false,
            false,
            0,
            Math.max(1, model.lifetimeUnits()),
            List.of(nonces, authenticator()));
    return Ipv6Packet.of(
            own,
            pair.correspondent,
            HOP_LIMIT,
            IpProtocol.MOBILITY,
            MobilityHeader.of(update).encode(pair.homeAddress, pair.correspondent))
        .withHomeAddressOption(pair.homeAddress)
        .encode();
  }

  private static Octets moved(Pair pair, Octets mobilityHeader, Ipv6Address own) {
    return Ipv6Packet.of(own, pair.correspondent, HOP_LIMIT, IpProtocol.MOBILITY, mobilityHeader)
        .withHomeAddressOption(pair.homeAddress)
        .encode();
  }

  private static Optional<Octets> acknowledgement(
      Pair pair, Seen last, BindingAcknowledgementStatus status, List<MobilityOption> options) {
    return Optional.ofNullable(last.update)
        .map(
            update ->
                new BindingAcknowledgement(
                    status.code(), false, 0, update.sequenceNumber(), Math.max(1, update.lifetimeUnits()), options))
        .map(
            message ->
                Ipv6Packet.of(
                        pair.correspondent,
                        last.careOfAddress,
                        HOP_LIMIT,
                        IpProtocol.MOBILITY,
                        MobilityHeader.of(message).encode(pair.correspondent, pair.homeAddress))
                    .withType2RoutingHeader(pair.homeAddress)
                    .encode());
  }

  private static Octets parameterProblem(Pair pair, Seen last) {
    Octets quoted = last.lastPacket.slice(0, Math.min(last.lastPacket.length(), MOST_QUOTED));
    Ipv6Address destination = PacketFields.source(last.lastPacket);
    Icmpv6Message problem =
        new ParameterProblem(Icmpv6Code.UNRECOGNIZED_NEXT_HEADER, 6, quoted);
    return Ipv6Packet.of(
            pair.correspondent,
            destination,
            HOP_LIMIT,
            IpProtocol.ICMPV6,
            problem.encode(pair.correspondent, destination))
        .encode();
  }

  private Octets directPacket(Pair pair, Ipv6Address own) {
    byte[] datagram = new byte[16];
    datagram[1] = PORT;
    datagram[3] = PORT;
    datagram[5] = (byte) datagram.length;
    return Ipv6Packet.of(own, pair.correspondent, HOP_LIMIT, IpProtocol.UDP, Octets.of(datagram))
        .withHomeAddressOption(pair.homeAddress)
        .encode();
  }
}
