package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * Asks who listens to multicast groups, in version 2 (RFC 3810 5.1). Nodes of version 1 read the beginning of it.
 *
 * @param code 0 to 255, zero where this node sends
 * @param maximumResponseCode milliseconds until the answer where less than 32768; above it is a floating-point number
 *     of them (5.1.3); 0 to 65535
 * @param reserved 0 to 65535, zero where this node sends
 * @param group which group is asked about; unspecified for all
 * @param flags the octet of four reserved bits, the S flag and three bits of the Querier's Robustness Variable
 * @param intervalCode Querier's Query Interval Code: seconds where less than 128; above it is a floating-point number
 *     of them (5.1.9); 0 to 255
 * @param sources which sources are asked about, at most {@value #MAX_SOURCES}; none for all
 * @param additional what stands behind the fields of RFC 3810 (5.1.12)
 */
public record MulticastListenerQueryV2(
    int code,
    int maximumResponseCode,
    int reserved,
    Ipv6Address group,
    int flags,
    int intervalCode,
    List<Ipv6Address> sources,
    Octets additional)
    implements Icmpv6Message {

  /** As many as fit into the packets of an Ethernet (RFC 3810 5.1.10: 89), and some more. */
  public static final int MAX_SOURCES = 256;

  private static final int FIXED_LENGTH = 24;

  /** Checks the ranges. */
  public MulticastListenerQueryV2 {
    Checks.unsigned8("code", code);
    Checks.unsigned16("maximumResponseCode", maximumResponseCode);
    Checks.unsigned16("reserved", reserved);
    Checks.unsigned8("flags", flags);
    Checks.unsigned8("intervalCode", intervalCode);
    Checks.atMost("sources", sources.size(), MAX_SOURCES);
    sources = List.copyOf(sources);
  }

  /**
   * The query as this node sends it, about all sources.
   *
   * @param maximumResponseDelay milliseconds, less than 32768
   * @param group which group is asked about; unspecified for all
   * @param robustness Querier's Robustness Variable, 0 to 7
   * @param intervalSeconds Querier's Query Interval, less than 128
   */
  public MulticastListenerQueryV2(
      int maximumResponseDelay, Ipv6Address group, int robustness, int intervalSeconds) {
    this(0, maximumResponseDelay, 0, group, robustness, intervalSeconds, List.of(), Octets.EMPTY);
    Checks.bits("maximumResponseDelay", maximumResponseDelay, 15);
    Checks.bits("robustness", robustness, 3);
    Checks.bits("intervalSeconds", intervalSeconds, 7);
  }

  static Decoded<Icmpv6Message> read(int code, ByteBuffer buffer) {
    int maximumResponseCode = buffer.getShort() & 0xffff;
    int reserved = buffer.getShort() & 0xffff;
    Ipv6Address group = Ipv6Address.read(buffer, buffer.position());
    buffer.position(buffer.position() + Ipv6Address.LENGTH);
    int flags = buffer.get() & 0xff;
    int intervalCode = buffer.get() & 0xff;
    int field = buffer.position();
    int count = buffer.getShort() & 0xffff;
    if (count * Ipv6Address.LENGTH > buffer.remaining()) {
      return Decoded.malformed(MalformedCause.TRUNCATED, buffer.limit());
    }
    if (count > MAX_SOURCES) {
      return Decoded.malformed(MalformedCause.TOO_MANY, field);
    }
    List<Ipv6Address> sources = addresses(buffer, count);
    return Decoded.of(
        new MulticastListenerQueryV2(
            code, maximumResponseCode, reserved, group, flags, intervalCode, sources, Octets.of(buffer)));
  }

  /** Takes {@code count} addresses, which are there, from {@code buffer}. */
  static List<Ipv6Address> addresses(ByteBuffer buffer, int count) {
    List<Ipv6Address> addresses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      addresses.add(Ipv6Address.read(buffer, buffer.position()));
      buffer.position(buffer.position() + Ipv6Address.LENGTH);
    }
    return addresses;
  }

  @Override
  public int type() {
    return Icmpv6Type.MULTICAST_LISTENER_QUERY;
  }

  @Override
  public int bodyLength() {
    return FIXED_LENGTH + sources.size() * Ipv6Address.LENGTH + additional.length();
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    buffer.putShort((short) maximumResponseCode).putShort((short) reserved);
    group.writeTo(buffer);
    buffer.put((byte) flags).put((byte) intervalCode).putShort((short) sources.size());
    sources.forEach(source -> source.writeTo(buffer));
    additional.writeTo(buffer);
  }
}
