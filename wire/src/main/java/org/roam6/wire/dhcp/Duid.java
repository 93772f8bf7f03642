package org.roam6.wire.dhcp;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.DuidType;
import org.roam6.wire.iana.HardwareType;

/**
 * A DHCP Unique Identifier (RFC 8415 11), which those that do not make it only compare.
 *
 * @param octets the type code and what follows it, 3 to 130 octets
 */
public record Duid(Octets octets) {

  // RFC 8415 11.1: "The length of the DUID (not including the type code) is at least 1 octet and at most 128 octets."
  private static final int SHORTEST = 3;
  private static final int LONGEST = 130;

  /** Checks the length. */
  public Duid {
    Checks.atMost("octets of DUID", octets.length(), LONGEST);
    if (!isLengthAllowed(octets.length())) {
      throw new IllegalArgumentException("a DUID of " + octets.length() + " octets");
    }
  }

  static boolean isLengthAllowed(int length) {
    return length >= SHORTEST && length <= LONGEST;
  }

  /** The DUID-LL of an Ethernet interface (RFC 8415 11.4). */
  public static Duid of(LinkLayerAddress address) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + LinkLayerAddress.LENGTH);
    buffer.putShort((short) DuidType.LINK_LAYER).putShort((short) HardwareType.ETHERNET);
    address.writeTo(buffer);
    return new Duid(Octets.of(buffer.flip()));
  }

  @Override
  public String toString() {
    return octets.toHex();
  }
}
