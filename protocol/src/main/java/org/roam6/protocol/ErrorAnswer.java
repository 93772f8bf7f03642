package org.roam6.protocol;

import java.util.List;
import java.util.Optional;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.BindingErrorStatus;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.ParameterProblem;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingError;
import org.roam6.wire.mobility.MobilityHeader;

/** The answers owed for packets that could not be processed. */
public final class ErrorAnswer {

  private static final int HOP_LIMIT = 64;
  // RFC 4443 3.4: "As much of invoking packet as possible without the ICMPv6 packet exceeding the minimum IPv6 MTU"
  private static final int LONGEST_QUOTATION = 1280 - 40 - 8;
  private static final int ERRONEOUS_HEADER_FIELD = 0;

  private ErrorAnswer() {}

  /**
   * Whether {@code source} may be told. RFC 6275 9.3.3: "If the Source Address field does not contain a unicast
   * address, the Binding Error message MUST NOT be sent"; RFC 4443 2.4 (e) says the same of ICMPv6 errors.
   */
  static boolean mayBeSentTo(Ipv6Address source) {
    return !source.isMulticast() && !source.isUnspecified() && !source.isLoopback() && !source.isIpv4Mapped();
  }

  /**
   * RFC 6275 9.3.3: "sent directly to the address that appeared in the IPv6 Source Address field of the offending
   * packet".
   */
  public static Effect bindingError(
      BindingErrorStatus status, Ipv6Address from, Ipv6Address to, Optional<Ipv6Address> homeAddress) {
    BindingError error =
        new BindingError(status.code(), homeAddress.orElse(Ipv6Address.UNSPECIFIED), List.of());
    return new Effect.SendRouted(SignallingPacket.of(from, to, MobilityHeader.of(error)).encode());
  }

  /** RFC 6275 9.2: "SHOULD send ICMP Parameter Problem, Code 0, directly to the Source Address of the packet". */
  static Effect parameterProblem(Ipv6Address from, Ipv6Address to, int pointer, Octets packet) {
    Octets quotation = packet.slice(0, Math.min(packet.length(), LONGEST_QUOTATION));
    ParameterProblem problem = new ParameterProblem(ERRONEOUS_HEADER_FIELD, pointer, quotation);
    Octets message = problem.encode(from, to);
    return new Effect.SendRouted(Ipv6Packet.of(from, to, HOP_LIMIT, IpProtocol.ICMPV6, message).encode());
  }
}
