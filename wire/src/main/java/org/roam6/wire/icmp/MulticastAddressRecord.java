package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;

/**
 * What a node says of one multicast group (RFC 3810 5.2.4).
 *
 * @param type see {@link org.roam6.wire.iana.MulticastAddressRecordType}; 0 to 255
 * @param group the group
 * @param sources of its packets, at most {@value #MAX_SOURCES}
 * @param auxiliary Auxiliary Data, a multiple of 4 octets up to 1020; none where this node sends
 */
public record MulticastAddressRecord(int type, Ipv6Address group, List<Ipv6Address> sources, Octets auxiliary) {

  /** As many as fit into the packets of an Ethernet (RFC 3810 5.1.10: 89), and some more. */
  public static final int MAX_SOURCES = 256;

  private static final int FIXED_LENGTH = 20;
  private static final int WORD = 4;

  /** Checks the ranges. */
  public MulticastAddressRecord {
    Checks.unsigned8("type", type);
    Checks.atMost("sources", sources.size(), MAX_SOURCES);
    Checks.multipleOf("auxiliary data", auxiliary.length(), WORD);
    Checks.unsigned8("words of auxiliary data", auxiliary.length() / WORD);
    sources = List.copyOf(sources);
  }

  /** A record as this node sends it. */
  public MulticastAddressRecord(int type, Ipv6Address group, List<Ipv6Address> sources) {
    this(type, group, sources, Octets.EMPTY);
  }

  static Decoded<MulticastAddressRecord> read(ByteBuffer buffer) {
    if (buffer.remaining() < FIXED_LENGTH) {
      return Decoded.malformed(MalformedCause.TRUNCATED, buffer.limit());
    }
    int type = buffer.get() & 0xff;
    int auxiliaryLength = (buffer.get() & 0xff) * WORD;
    int field = buffer.position();
    int count = buffer.getShort() & 0xffff;
    Ipv6Address group = Ipv6Address.read(buffer, buffer.position());
    buffer.position(buffer.position() + Ipv6Address.LENGTH);
    if (count * Ipv6Address.LENGTH + auxiliaryLength > buffer.remaining()) {
      return Decoded.malformed(MalformedCause.TRUNCATED, buffer.limit());
    }
    if (count > MAX_SOURCES) {
      return Decoded.malformed(MalformedCause.TOO_MANY, field);
    }
    List<Ipv6Address> sources = MulticastListenerQueryV2.addresses(buffer, count);
    Octets auxiliary = Octets.of(buffer.slice(buffer.position(), auxiliaryLength));
    buffer.position(buffer.position() + auxiliaryLength);
    return Decoded.of(new MulticastAddressRecord(type, group, sources, auxiliary));
  }

  int length() {
    return FIXED_LENGTH + sources.size() * Ipv6Address.LENGTH + auxiliary.length();
  }

  void writeTo(ByteBuffer buffer) {
    buffer.put((byte) type).put((byte) (auxiliary.length() / WORD)).putShort((short) sources.size());
    group.writeTo(buffer);
    sources.forEach(source -> source.writeTo(buffer));
    auxiliary.writeTo(buffer);
  }
}
