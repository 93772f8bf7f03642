package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.ip.Checksum;

/**
 * A Mobility Header (RFC 6275 6.1.1).
 *
 * @param payloadProtocol Payload Proto, 8 bits: {@link #NO_NEXT_HEADER} except with messages of unknown type, which are
 *     answered before this field is looked at
 * @param reserved 8 bits that the receiver ignores
 * @param message what it says, with the padding options that make the length a multiple of 8
 */
public record MobilityHeader(int payloadProtocol, int reserved, MobilityMessage message) {

  /** The Next Header value in front of a Mobility Header. */
  public static final int PROTOCOL = 135;

  /** IPPROTO_NONE, what Payload Proto has to be. */
  public static final int NO_NEXT_HEADER = 59;

  /** The longest header, in octets: Header Len has 8 bits and counts units of 8 octets behind the first. */
  public static final int MAXIMUM_LENGTH = 8 + 255 * 8;

  /** The most options that a message may have, padding among them; with more it is malformed. */
  public static final int MAXIMUM_OPTIONS = 255;

  /** Octets that all Mobility Headers begin with, up to and including the checksum. */
  static final int COMMON_LENGTH = 6;

  private static final int HEADER_LENGTH_OFFSET = 1;
  private static final int CHECKSUM_OFFSET = 4;

  /** Refuses what has no encoding that decodes again. */
  public MobilityHeader {
    Range.check("payloadProtocol", payloadProtocol, 8);
    Range.check("reserved", reserved, 8);
    if (payloadProtocol != NO_NEXT_HEADER && !(message instanceof UnknownMobilityMessage)) {
      throw new IllegalArgumentException("payload protocol " + payloadProtocol);
    }
    int length = length(message);
    if (length % 8 != 0 || length > MAXIMUM_LENGTH) {
      throw new IllegalArgumentException("no Mobility Header has " + length + " octets");
    }
    if (message.options().size() > MAXIMUM_OPTIONS) {
      throw new IllegalArgumentException(message.options().size() + " options");
    }
  }

  /**
   * The header that carries {@code message}: padding options are added in front of options that want a certain place and
   * at the end, wherever they are not there yet.
   *
   * @throws IllegalArgumentException where the options do not fit a Mobility Header
   */
  public static MobilityHeader of(MobilityMessage message) {
    List<MobilityOption> padded = new ArrayList<>();
    int position = COMMON_LENGTH + message.fixedLength();
    for (MobilityOption option : message.options()) {
      int padding = option.alignment().paddingAt(position);
      addPadding(padded, padding);
      padded.add(option);
      position += padding + option.length();
    }
    addPadding(padded, Math.floorMod(-position, 8));
    return new MobilityHeader(NO_NEXT_HEADER, 0, message.withOptions(padded));
  }

  // RFC 6275 6.2.2: "If more than one octet of padding is required, the PadN option [...] should be used"
  private static void addPadding(List<MobilityOption> options, int length) {
    if (length == 1) {
      options.add(new Pad1());
    } else if (length > 1) {
      options.add(PadN.ofLength(length));
    }
  }

  /**
   * What {@code octets} say, after the checks of RFC 6275 9.2 in their order: {@link MalformedCause#BAD_CHECKSUM} is to
   * be met with silence, an {@link UnknownMobilityMessage} with a Binding Error, {@link
   * MalformedCause#BAD_PAYLOAD_PROTOCOL} and {@link MalformedCause#BAD_LENGTH} with an ICMPv6 Parameter Problem that
   * points to the field. What is {@link MalformedCause#TRUNCATED} has no checksum that could be verified.
   *
   * @param octets the header; octets behind the length that it announces are not looked at (RFC 8200 4.7)
   * @param source the address that the checksum covers: that of the Home Address option where there is one
   * @param destination the final destination, where there is a type 2 routing header
   */
  public static Decoded<MobilityHeader> decode(Octets octets, Ipv6Address source, Ipv6Address destination) {
    if (octets.length() < 8) {
      return Decoded.malformed(MalformedCause.TRUNCATED, octets.length());
    }
    int length = 8 + 8 * octets.at(HEADER_LENGTH_OFFSET);
    if (octets.length() < length) {
      return Decoded.malformed(MalformedCause.TRUNCATED, octets.length());
    }
    Octets header = octets.slice(0, length);
    // RFC 6275 9.2: "The checksum must be verified as per Section 6.1. If invalid, the node MUST silently discard"
    if (Checksum.ofUpperLayer(source, destination, PROTOCOL, header) != 0) {
      return Decoded.malformed(MalformedCause.BAD_CHECKSUM, CHECKSUM_OFFSET);
    }
    return MobilityMessageReader.read(header)
        .map(message -> new MobilityHeader(header.at(0), header.at(3), message));
  }

  /**
   * The octets on the wire.
   *
   * @param source the source address of the packet, or the home address where it has a Home Address option
   * @param destination the final destination of the packet
   */
  public Octets encode(Ipv6Address source, Ipv6Address destination) {
    Octets unsummed = encode(0);
    return encode(Checksum.ofUpperLayer(source, destination, PROTOCOL, unsummed));
  }

  private Octets encode(int checksum) {
    int length = length(message);
    ByteBuffer buffer = ByteBuffer.allocate(length);
    buffer.put((byte) payloadProtocol).put((byte) (length / 8 - 1)).put((byte) message.type()).put((byte) reserved);
    buffer.putShort((short) checksum);
    message.writeFixedTo(buffer);
    message.options().forEach(option -> option.writeTo(buffer));
    return Octets.of(buffer.flip());
  }

  private static int length(MobilityMessage message) {
    int options = message.options().stream().mapToInt(MobilityOption::length).sum();
    return COMMON_LENGTH + message.fixedLength() + options;
  }
}
