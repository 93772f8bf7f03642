package org.roam6.protocol.mobilenode;

import java.util.Optional;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.mobilenode.CorrespondentRegistration.Input;
import org.roam6.protocol.mobilenode.CorrespondentState.Bound;
import org.roam6.protocol.mobilenode.CorrespondentState.Idle;
import org.roam6.protocol.mobilenode.CorrespondentState.Lapsing;
import org.roam6.protocol.mobilenode.CorrespondentState.Testing;
import org.roam6.protocol.mobilenode.CorrespondentState.Updating;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Code;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.ParameterProblem;
import org.roam6.wire.ip.Ipv6Header;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTestInit;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityMessage;

/**
 * A packet that an ICMPv6 error says was sent by this node: a hint, and one only where this node can have sent it (RFC
 * 6275 11.3.5).
 *
 * @param problem the error
 * @param packet the packet, as much as was quoted
 */
record QuotedPacket(ParameterProblem problem, Ipv6Packet packet) {

  private static final int PAYLOAD_LENGTH_OFFSET = 4;

  static Optional<QuotedPacket> read(ParameterProblem problem) {
    Octets octets = problem.invokingPacket();
    if (octets.length() < Ipv6Header.LENGTH) {
      return Optional.empty();
    }
    // The end of a long packet is not quoted.
    int length = octets.length() - Ipv6Header.LENGTH;
    Octets whole = octets.with(PAYLOAD_LENGTH_OFFSET, length >> 8).with(PAYLOAD_LENGTH_OFFSET + 1, length & 0xff);
    return Ipv6Packet.decode(whole) instanceof Decoded.Value<Ipv6Packet>(Ipv6Packet packet)
        ? Optional.of(new QuotedPacket(problem, packet))
        : Optional.empty();
  }

  /** Whom it was for. */
  Ipv6Address correspondent() {
    return packet.checksumDestination();
  }

  /** What the error says of the correspondent node in {@code state}; nothing where its quotation was not sent so. */
  Optional<Input> complaint(MobileNodeConfig config, CorrespondentState state) {
    if (problem.code() == Icmpv6Code.UNRECOGNIZED_NEXT_HEADER) {
      return isSignalling(config, state)
          ? Optional.of(new Input.Unsupported("it does not know the Mobility Header", false))
          : Optional.empty();
    }
    boolean option = problem.code() == Icmpv6Code.UNRECOGNIZED_OPTION
        && packet.homeAddressOption().equals(Optional.of(config.homeAddress()))
        && state.known().binding().filter(one -> one.careOfAddress().equals(packet.header().source())).isPresent();
    return option
        ? Optional.of(new Input.Unsupported("it does not know the Home Address option", true))
        : Optional.empty();
  }

  private boolean isSignalling(MobileNodeConfig config, CorrespondentState state) {
    return packet.protocol() == IpProtocol.MOBILITY
        && MobilityHeader.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination())
            instanceof Decoded.Value<MobilityHeader>(MobilityHeader header)
        && isOutstanding(config, state, header.message());
  }

  private boolean isOutstanding(MobileNodeConfig config, CorrespondentState state, MobilityMessage message) {
    Ipv6Address source = packet.header().source();
    return switch (state) {
      case Testing testing when message instanceof HomeTestInit init ->
          source.equals(config.homeAddress())
              && testing.home().filter(probe -> probe.isAnsweredBy(init.cookie())).isPresent();
      case Testing testing when message instanceof CareOfTestInit init ->
          source.equals(testing.careOfAddress())
              && testing.careOf().filter(probe -> probe.isAnsweredBy(init.cookie())).isPresent();
      case Updating updating when message instanceof BindingUpdate update ->
          source.equals(updating.careOfAddress())
              && updating.delivery().find(new SequenceNumber(update.sequenceNumber())).isPresent();
      case Idle _, Testing _, Updating _, Bound _, Lapsing _ -> false;
    };
  }
}
