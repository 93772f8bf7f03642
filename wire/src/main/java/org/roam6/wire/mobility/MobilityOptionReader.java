package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.MobilityOptionType;

/** From the octets behind the fixed part of a message to its options (RFC 6275 6.2.1). */
final class MobilityOptionReader {

  private MobilityOptionReader() {}

  /** Whether options of this type are values of their own. */
  static boolean knows(int type) {
    return type <= MobilityOptionType.BINDING_AUTHORIZATION_DATA
        || type >= MobilityOptionType.MOBILE_NODE_IDENTIFIER
            && type <= MobilityOptionType.MESSAGE_REPLAY_PROTECTION;
  }

  /** The options of {@code header} from {@code offset} to its end; pointers count from its start. */
  static Decoded<List<MobilityOption>> read(Octets header, int offset) {
    List<MobilityOption> options = new ArrayList<>();
    int position = offset;
    while (position < header.length()) {
      if (options.size() == MobilityHeader.MAXIMUM_OPTIONS) {
        return Decoded.malformed(MalformedCause.TOO_MANY, position);
      }
      if (header.at(position) == MobilityOptionType.PAD1) {
        options.add(new Pad1());
        position++;
        continue;
      }
      if (position + 1 == header.length()) {
        return Decoded.malformed(MalformedCause.OPTION_OVERRUN, position);
      }
      int end = position + 2 + header.at(position + 1);
      if (end > header.length()) {
        return Decoded.malformed(MalformedCause.OPTION_OVERRUN, position + 1);
      }
      int type = header.at(position);
      Octets data = header.slice(position + 2, end);
      if (!isLengthAllowed(type, data.length())) {
        return Decoded.malformed(MalformedCause.BAD_OPTION_LENGTH, position + 1);
      }
      options.add(option(type, data));
      position = end;
    }
    return Decoded.of(List.copyOf(options));
  }

  private static boolean isLengthAllowed(int type, int length) {
    return switch (type) {
      case MobilityOptionType.BINDING_REFRESH_ADVICE -> length == 2;
      case MobilityOptionType.ALTERNATE_CARE_OF_ADDRESS -> length == Ipv6Address.LENGTH;
      case MobilityOptionType.NONCE_INDICES -> length == 4;
      case MobilityOptionType.MOBILE_NODE_IDENTIFIER -> length >= 1;
      case MobilityOptionType.MESSAGE_AUTHENTICATION -> length >= 5;
      case MobilityOptionType.MESSAGE_REPLAY_PROTECTION -> length == 8;
      default -> true;
    };
  }

  private static MobilityOption option(int type, Octets data) {
    ByteBuffer buffer = data.asBuffer();
    return switch (type) {
      case MobilityOptionType.PADN -> new PadN(data);
      case MobilityOptionType.BINDING_REFRESH_ADVICE -> new BindingRefreshAdvice(buffer.getShort() & 0xffff);
      case MobilityOptionType.ALTERNATE_CARE_OF_ADDRESS -> new AlternateCareOfAddress(Ipv6Address.read(buffer, 0));
      case MobilityOptionType.NONCE_INDICES ->
          new NonceIndices(buffer.getShort() & 0xffff, buffer.getShort() & 0xffff);
      case MobilityOptionType.BINDING_AUTHORIZATION_DATA -> new BindingAuthorizationData(data);
      case MobilityOptionType.MOBILE_NODE_IDENTIFIER ->
          new MobileNodeIdentifier(data.at(0), data.slice(1, data.length()));
      case MobilityOptionType.MESSAGE_AUTHENTICATION ->
          new MessageAuthentication(data.at(0), buffer.getInt(1) & 0xffff_ffffL, data.slice(5, data.length()));
      case MobilityOptionType.MESSAGE_REPLAY_PROTECTION -> new MessageReplayProtection(buffer.getLong());
      default -> new UnknownMobilityOption(type, data);
    };
  }
}
