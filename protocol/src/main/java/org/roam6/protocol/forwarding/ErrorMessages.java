package org.roam6.protocol.forwarding;

import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.iana.IpProtocol;

/** Turns packets, where they stand, into the ICMPv6 errors that their sources are to get. */
final class ErrorMessages {

  /** Octets that an error puts before the packet that it quotes. */
  static final int HEADERS = Packet.HEADER_LENGTH + 8;

  // RFC 4443 2.4 (c): "As much of the IPv6 offending (invoking) packet [...] as possible without making the error
  // message packet exceed the minimum IPv6 MTU"
  private static final int LONGEST_QUOTATION = 1280 - HEADERS;
  private static final int FIRST_INFORMATIONAL_TYPE = 128;
  private static final int CHECKSUM = Packet.HEADER_LENGTH + 2;
  private static final int PARAMETER = Packet.HEADER_LENGTH + 4;
  private static final int OUTER_HOP_LIMIT = 64;

  // RFC 4443 2.4 (f): "an IPv6 node MUST limit the rate of ICMPv6 error messages it originates [...] possible defaults
  // could be B=10, N=10/s": for each source, so that one cannot cost another its Packet Too Big.
  private final AddressRateLimits limits =
      new AddressRateLimits(new AddressRateLimits.Rate(10, 100_000_000), new AddressRateLimits.Rate(100, 1_000_000));

  private final HeaderChain chain = new HeaderChain();

  /**
   * Lets {@code packet} show the error about itself.
   *
   * @param typeAndCode the type times 256, and the code
   * @param parameter the 32 bits behind the checksum
   * @param fromHigh the upper half of the address that the error comes from
   * @param fromLow the lower half
   * @return false where none may be sent; then the packet is unchanged
   */
  boolean write(Packet packet, int typeAndCode, int parameter, long fromHigh, long fromLow, long nowNanos) {
    long sourceHigh = packet.half(Packet.SOURCE);
    long sourceLow = packet.half(Packet.SOURCE + 8);
    if (!isBetweenRightAddresses(packet, typeAndCode)
        || !isAllowed(packet)
        || !limits.take(sourceHigh, sourceLow, nowNanos)) {
      return false;
    }
    packet.trim(Math.min(packet.length(), LONGEST_QUOTATION));
    packet.strip(-HEADERS);
    int length = packet.length() - Packet.HEADER_LENGTH;
    packet.setWord(0, 6 << 28);
    packet.setWord(Packet.PAYLOAD_LENGTH, length << 16 | IpProtocol.ICMPV6 << 8 | OUTER_HOP_LIMIT);
    packet.setHalf(Packet.SOURCE, fromHigh);
    packet.setHalf(Packet.SOURCE + 8, fromLow);
    packet.setHalf(Packet.DESTINATION, sourceHigh);
    packet.setHalf(Packet.DESTINATION + 8, sourceLow);
    packet.setWord(Packet.HEADER_LENGTH, typeAndCode << 16);
    packet.setWord(PARAMETER, parameter);
    long sum = InternetChecksum.addNumber(InternetChecksum.addNumber(0, length), IpProtocol.ICMPV6);
    packet.setChecksum(CHECKSUM, sum, Packet.SOURCE, 2 * 16 + length);
    return true;
  }

  // RFC 4443 2.4 (e.3): not about "A packet destined to an IPv6 multicast address. (There are two exceptions to this
  // rule: (1) the Packet Too Big Message"
  private static boolean isBetweenRightAddresses(Packet packet, int typeAndCode) {
    return PacketChecks.hasRoutableAddresses(packet)
        || typeAndCode == TunnelErrors.TOO_BIG && PacketChecks.isToGroup(packet);
  }

  // RFC 4443 2.4 (e): "An ICMPv6 error message MUST NOT be originated as a result of receiving [...] An ICMPv6 error
  // message [...] An ICMPv6 redirect message"; the addresses are looked at before.
  private boolean isAllowed(Packet packet) {
    return chain.read(packet, 0)
        && (chain.protocol() != IpProtocol.ICMPV6
            || !chain.isLaterFragment()
                && chain.icmpv6Type(packet) >= FIRST_INFORMATIONAL_TYPE
                && chain.icmpv6Type(packet) != Icmpv6Type.REDIRECT);
  }
}
