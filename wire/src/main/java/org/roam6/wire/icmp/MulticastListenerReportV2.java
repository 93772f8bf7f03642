package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.Decoded;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * Says which multicast groups a node listens to, or what changes in that, in version 2 (RFC 3810 5.2).
 *
 * @param code the first reserved octet, zero where this node sends
 * @param reserved 0 to 65535, zero where this node sends
 * @param records at most {@value #MAX_RECORDS}
 * @param additional what stands behind the last record (5.2.11)
 */
public record MulticastListenerReportV2(
    int code, int reserved, List<MulticastAddressRecord> records, Octets additional) implements Icmpv6Message {

  /** As many records without sources as fit into a packet of 9000 octets, the longest that links carry. */
  public static final int MAX_RECORDS = 450;

  private static final int FIXED_LENGTH = 4;

  /** Checks the ranges. */
  public MulticastListenerReportV2 {
    Checks.unsigned8("code", code);
    Checks.unsigned16("reserved", reserved);
    Checks.atMost("records", records.size(), MAX_RECORDS);
    records = List.copyOf(records);
  }

  /** The report as this node sends it. */
  public MulticastListenerReportV2(List<MulticastAddressRecord> records) {
    this(0, 0, records, Octets.EMPTY);
  }

  static Decoded<Icmpv6Message> read(int code, ByteBuffer buffer) {
    int reserved = buffer.getShort() & 0xffff;
    int field = buffer.position();
    int count = buffer.getShort() & 0xffff;
    if (count > MAX_RECORDS) {
      return Decoded.malformed(MalformedCause.TOO_MANY, field);
    }
    List<MulticastAddressRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      switch (MulticastAddressRecord.read(buffer)) {
        case Decoded.Malformed<MulticastAddressRecord> malformed -> {
          return malformed.as();
        }
        case Decoded.Value<MulticastAddressRecord>(MulticastAddressRecord read) -> records.add(read);
      }
    }
    return Decoded.of(new MulticastListenerReportV2(code, reserved, records, Octets.of(buffer)));
  }

  @Override
  public int type() {
    return Icmpv6Type.MULTICAST_LISTENER_REPORT_V2;
  }

  @Override
  public int bodyLength() {
    int length = FIXED_LENGTH + additional.length();
    for (MulticastAddressRecord each : records) {
      length += each.length();
    }
    return length;
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    buffer.putShort((short) reserved).putShort((short) records.size());
    records.forEach(each -> each.writeTo(buffer));
    additional.writeTo(buffer);
  }
}
