package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.MobilityHeader;

/**
 * A Binding Acknowledgement that a home agent sent, with a right checksum.
 *
 * @param neighbor where the frame goes; empty where it is routed
 */
record Acknowledgement(
    Ipv6Packet packet, MobilityHeader header, BindingAcknowledgement message, Optional<LinkLayerAddress> neighbor) {

  static List<Acknowledgement> in(List<Effect> effects) {
    List<Acknowledgement> found = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.SendRouted(Octets packet)) {
        read(packet, Optional.empty()).ifPresent(found::add);
      } else if (effect instanceof Effect.SendOnLink(_, LinkLayerAddress to, Octets packet)) {
        read(packet, Optional.of(to)).ifPresent(found::add);
      }
    }
    return found;
  }

  static Acknowledgement onlyOneIn(List<Effect> effects) {
    List<Acknowledgement> all = in(effects);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private static Optional<Acknowledgement> read(Octets octets, Optional<LinkLayerAddress> neighbor) {
    Ipv6Packet packet = value(Ipv6Packet.decode(octets));
    if (packet.protocol() != IpProtocol.MOBILITY) {
      return Optional.empty();
    }
    MobilityHeader header =
        value(MobilityHeader.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination()));
    return Optional.of(
        new Acknowledgement(packet, header, (BindingAcknowledgement) header.message(), neighbor));
  }

  static <T> T value(Decoded<T> decoded) {
    return switch (decoded) {
      case Decoded.Value<T>(T value) -> value;
      case Decoded.Malformed<T> malformed -> throw new AssertionError("malformed: " + malformed);
    };
  }

  int status() {
    return message.status();
  }

  int sequence() {
    return message.sequenceNumber();
  }

  int lifetime() {
    return message.lifetimeUnits();
  }

  Ipv6Address destination() {
    return packet.header().destination();
  }

  Optional<Ipv6Address> routingHeader() {
    return packet.type2HomeAddress();
  }
}
