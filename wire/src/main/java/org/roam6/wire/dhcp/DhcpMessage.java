package org.roam6.wire.dhcp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.roam6.wire.Checks;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.DhcpMessageType;

/**
 * A message between a client and a server (RFC 8415 8), of which all types have one format.
 *
 * @param type msg-type, {@link DhcpMessageType#SOLICIT} to {@link DhcpMessageType#INFORMATION_REQUEST}
 * @param transactionId 24 bits that an answer repeats
 * @param options in their order
 */
public record DhcpMessage(int type, int transactionId, List<DhcpOption> options) {

  /** RFC 8415 7.1: All_DHCP_Relay_Agents_and_Servers, the group that clients speak to. */
  public static final Ipv6Address ALL_RELAY_AGENTS_AND_SERVERS = Ipv6Address.parse("ff02::1:2");

  private static final int HEADER_LENGTH = 4;
  private static final int TRANSACTION_ID_BITS = 24;
  // What UDP can carry in a packet without extension headers.
  private static final int MAXIMUM_LENGTH = 65535 - 8;

  /** Refuses what has no encoding that decodes again. */
  public DhcpMessage {
    if (!isKnown(type)) {
      throw new IllegalArgumentException("message type " + type);
    }
    Checks.bits("transactionId", transactionId, TRANSACTION_ID_BITS);
    options = DhcpOptions.checked(options, DhcpOptions.Place.MESSAGE);
    Checks.atMost("length", HEADER_LENGTH + DhcpOptions.length(options), MAXIMUM_LENGTH);
  }

  private static boolean isKnown(int type) {
    return type >= DhcpMessageType.SOLICIT && type <= DhcpMessageType.INFORMATION_REQUEST;
  }

  /** The first option of a type, where there is one. */
  public <T extends DhcpOption> Optional<T> option(Class<T> optionType) {
    return DhcpOptions.first(options, optionType);
  }

  /**
   * What {@code octets} say; the value encodes to the same octets.
   *
   * @param octets the whole message, as it stands behind the UDP header
   */
  public static Decoded<DhcpMessage> decode(Octets octets) {
    if (octets.length() < HEADER_LENGTH) {
      return Decoded.malformed(MalformedCause.TRUNCATED, octets.length());
    }
    if (octets.length() > MAXIMUM_LENGTH) {
      return Decoded.malformed(MalformedCause.BAD_LENGTH, MAXIMUM_LENGTH);
    }
    int type = octets.at(0);
    // RFC 8415 16: "A client or server MUST discard any received DHCP messages with an unknown message type."
    if (!isKnown(type)) {
      return Decoded.malformed(MalformedCause.BAD_VALUE, 0);
    }
    int transactionId = octets.at(1) << 16 | octets.at(2) << 8 | octets.at(3);
    return DhcpOptions.read(octets, HEADER_LENGTH, octets.length(), DhcpOptions.Place.MESSAGE)
        .map(options -> new DhcpMessage(type, transactionId, options));
  }

  /** The octets on the wire. */
  public Octets encode() {
    ByteBuffer buffer = ByteBuffer.allocate(HEADER_LENGTH + DhcpOptions.length(options));
    buffer.putInt(type << TRANSACTION_ID_BITS | transactionId);
    DhcpOptions.write(options, buffer);
    return Octets.of(buffer.flip());
  }
}
