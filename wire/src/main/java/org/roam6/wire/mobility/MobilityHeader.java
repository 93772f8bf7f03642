package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.roam6.wire.Checks;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Checksum;

/**
 * A Mobility Header (RFC 6275 6.1.1).
 *
 * @param payloadProtocol Payload Proto, 8 bits: {@link IpProtocol#NO_NEXT_HEADER} except with messages of unknown
 *     type, which are answered before this field is looked at
 * @param reserved 8 bits that the receiver ignores
 * @param message what it says, with the padding options that make the length a multiple of 8
 */
public record MobilityHeader(int payloadProtocol, int reserved, MobilityMessage message) {

  /** The longest header, in octets: Header Len has 8 bits and counts units of 8 octets behind the first. */
  public static final int LENGTH_UNIT = 8;
  /** Octets of the longest header. */
  public static final int MAXIMUM_LENGTH = 8 + 255 * 8;

  /** The most options that a message may have, padding among them; with more it is malformed. */
  public static final int MAXIMUM_OPTIONS = 255;

  /** Octets that all Mobility Headers begin with, up to and including the checksum. */
  static final int COMMON_LENGTH = 6;

  private static final int HEADER_LENGTH_OFFSET = 1;
  private static final int CHECKSUM_OFFSET = 4;

  /** Refuses what has no encoding that decodes again. */
  public MobilityHeader {
    Checks.unsigned8("payloadProtocol", payloadProtocol);
    Checks.unsigned8("reserved", reserved);
    if (payloadProtocol != IpProtocol.NO_NEXT_HEADER && !(message instanceof UnknownMobilityMessage)) {
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
   * The header that carries {@code message}: padding options are added in front of options that want a certain place
   * and at the end, wherever they are not there yet.
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
    return new MobilityHeader(IpProtocol.NO_NEXT_HEADER, 0, message.withOptions(padded));
  }

  /**
   * The header that carries {@code message} and, last, the option that authenticates it.
   *
   * @param subtype which peer authenticates it; see {@link org.roam6.wire.iana.MessageAuthenticationSubtype}
   * @param securityParameterIndex the mobility SPI, 32 bits
   * @param length octets of authentication data, a multiple of 4; 12 for {@code MN_HA}
   * @param mac from the MH Data of RFC 4285 5.1 to the authentication data of that length
   */
  public static MobilityHeader authenticated(
      MobilityMessage message, int subtype, long securityParameterIndex, int length, UnaryOperator<Octets> mac) {
    Function<Octets, MobilityOption> option =
        data -> new MessageAuthentication(subtype, securityParameterIndex, data);
    return endingWith(message, option, length, mac);
  }

  /**
   * The header that carries {@code message} and, last, its {@link BindingAuthorizationData}.
   *
   * @param length octets of the authenticator; 12 in the return routability procedure
   * @param mac from the MH Data of RFC 6275 6.2.7 to the authenticator of that length
   */
  public static MobilityHeader authorized(MobilityMessage message, int length, UnaryOperator<Octets> mac) {
    return endingWith(message, BindingAuthorizationData::new, length, mac);
  }

  private static MobilityHeader endingWith(
      MobilityMessage message, Function<Octets, MobilityOption> option, int length, UnaryOperator<Octets> mac) {
    List<MobilityOption> options = new ArrayList<>(message.options());
    MobilityOption blankOption = option.apply(Octets.of(new byte[length]));
    options.add(blankOption);
    MobilityHeader blank = of(message.withOptions(options));
    List<MobilityOption> padded = new ArrayList<>(blank.message.options());
    if (!padded.getLast().equals(blankOption)) {
      throw new IllegalArgumentException("padding would follow an authenticator of " + length + " octets");
    }
    Octets octets = blank.encode(0);
    Octets code = mac.apply(octets.slice(0, octets.length() - length));
    if (code.length() != length) {
      throw new IllegalArgumentException("an authenticator of " + code.length() + " octets, not " + length);
    }
    padded.set(padded.size() - 1, option.apply(code));
    return new MobilityHeader(IpProtocol.NO_NEXT_HEADER, 0, message.withOptions(padded));
  }

  /**
   * What the {@link MessageAuthentication} of {@code subtype} authenticates, the MH Data of RFC 4285 5.1: the octets
   * from the start of the header, with a checksum of zero, up to and including the mobility SPI.
   *
   * @return empty where there is no such option, where there are two, and where something that the option does not
   *     cover stands behind it: anything but padding and options of other subtypes
   */
  public Optional<Octets> octetsToAuthenticate(int subtype) {
    int position = COMMON_LENGTH + message.fixedLength();
    int covered = 0;
    for (MobilityOption option : message.options()) {
      position += option.length();
      if (covered != 0 && !mayFollowAuthentication(option, subtype)) {
        return Optional.empty();
      }
      if (option instanceof MessageAuthentication authentication && authentication.subtype() == subtype) {
        covered = position - authentication.authenticationData().length();
      }
    }
    return covered == 0 ? Optional.empty() : Optional.of(encode(0).slice(0, covered));
  }

  // RFC 4285 5: "Only one instance of a mobility message authentication option of a particular subtype can be present
  // in the message", and 5.1: it "MUST be the last option in a message [...] if it is the only" one
  private static boolean mayFollowAuthentication(MobilityOption option, int subtype) {
    return option instanceof Pad1
        || option instanceof PadN
        || option instanceof MessageAuthentication authentication && authentication.subtype() != subtype;
  }

  /**
   * What {@link BindingAuthorizationData} authenticates, the MH Data of RFC 6275 6.2.7: the octets of the header, with
   * a checksum of zero, without the authenticator. Empty where the option is not there or something follows it.
   */
  public Optional<Octets> octetsToAuthorize() {
    List<MobilityOption> options = message.options();
    // RFC 6275 6.2: "the Binding Authorization Data option (Section 6.2.7) MUST be the last option and MUST NOT have
    // trailing padding."
    if (options.isEmpty() || !(options.getLast() instanceof BindingAuthorizationData last)) {
      return Optional.empty();
    }
    Octets octets = encode(0);
    return Optional.of(octets.slice(0, octets.length() - last.authenticator().length()));
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
   * <p>The value encodes to the same octets, with one exception: a checksum of ffff, which some senders write where it
   * computes to 0000, is accepted and becomes 0000.
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
    if (Checksum.ofUpperLayer(source, destination, IpProtocol.MOBILITY, header) != 0) {
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
    return encode(Checksum.ofUpperLayer(source, destination, IpProtocol.MOBILITY, unsummed));
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
    int length = COMMON_LENGTH + message.fixedLength();
    for (MobilityOption option : message.options()) {
      length += option.length();
    }
    return length;
  }
}
