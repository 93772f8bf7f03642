package org.roam6.wire.dhcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.roam6.wire.Checks;
import org.roam6.wire.Decoded;
import org.roam6.wire.Decoded.Malformed;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.DhcpOptionCode;

/** Lists of options, in a message or in another option (RFC 8415 21.1). */
public final class DhcpOptions {

  /** How many options one list may have that is accepted. */
  public static final int MAX_OPTIONS = 128;

  private static final int HEADER_LENGTH = 4;

  /** What holds a list of options, which decides about the options in it that hold others themselves. */
  enum Place {
    /** A message. RFC 8415 21.4: "An IA_NA option may only appear in the options area of a DHCP message." */
    MESSAGE(DhcpOptionCode.IA_NA),
    /** An IA_NA. RFC 8415 21.6: "The IA Address option must be encapsulated in the IA_NA-options field". */
    IDENTITY_ASSOCIATION(DhcpOptionCode.IA_ADDRESS),
    /** An IA Address. */
    ADDRESS(-1);

    private final int container;

    Place(int container) {
      this.container = container;
    }

    private boolean allows(int code) {
      return code == container || code != DhcpOptionCode.IA_NA && code != DhcpOptionCode.IA_ADDRESS;
    }
  }

  private DhcpOptions() {}

  /** The first option of a type. */
  public static <T extends DhcpOption> Optional<T> first(List<DhcpOption> options, Class<T> type) {
    return options.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** The options of a type in their order. */
  public static <T extends DhcpOption> List<T> ofType(List<DhcpOption> options, Class<T> type) {
    return options.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** A copy of {@code options}; refuses what does not decode again there. */
  static List<DhcpOption> checked(List<DhcpOption> options, Place place) {
    Checks.atMost("number of options", options.size(), MAX_OPTIONS);
    for (DhcpOption option : options) {
      if (!place.allows(option.code())) {
        throw new IllegalArgumentException("option " + option.code() + " cannot be in " + place);
      }
    }
    return List.copyOf(options);
  }

  /** Octets of all of them. */
  static int length(List<DhcpOption> options) {
    return options.stream().mapToInt(option -> HEADER_LENGTH + option.dataLength()).sum();
  }

  static void write(List<DhcpOption> options, ByteBuffer buffer) {
    for (DhcpOption option : options) {
      buffer.putShort((short) option.code()).putShort((short) option.dataLength());
      option.writeDataTo(buffer);
    }
  }

  /** The options in {@code octets} from {@code from} to {@code to}; pointers count from the start of the octets. */
  static Decoded<List<DhcpOption>> read(Octets octets, int from, int to, Place place) {
    List<DhcpOption> options = new ArrayList<>();
    int position = from;
    while (position < to) {
      if (options.size() == MAX_OPTIONS) {
        return Decoded.malformed(MalformedCause.TOO_MANY, position);
      }
      if (to - position < HEADER_LENGTH) {
        return Decoded.malformed(MalformedCause.OPTION_OVERRUN, position);
      }
      int code = unsigned16(octets, position);
      int data = position + HEADER_LENGTH;
      int end = data + unsigned16(octets, position + 2);
      if (end > to) {
        return Decoded.malformed(MalformedCause.OPTION_OVERRUN, position + 2);
      }
      if (!place.allows(code)) {
        return Decoded.malformed(MalformedCause.BAD_VALUE, position);
      }
      if (!isLengthAllowed(code, end - data)) {
        return Decoded.malformed(MalformedCause.BAD_OPTION_LENGTH, position + 2);
      }
      switch (option(code, octets, data, end)) {
        case Malformed<DhcpOption> malformed -> {
          return malformed.as();
        }
        case Value<DhcpOption>(DhcpOption option) -> options.add(option);
      }
      position = end;
    }
    return Decoded.of(List.copyOf(options));
  }

  private static boolean isLengthAllowed(int code, int length) {
    return switch (code) {
      case DhcpOptionCode.CLIENT_IDENTIFIER, DhcpOptionCode.SERVER_IDENTIFIER -> Duid.isLengthAllowed(length);
      case DhcpOptionCode.IA_NA -> length >= IdentityAssociation.FIXED_LENGTH;
      case DhcpOptionCode.IA_ADDRESS -> length >= IaAddress.FIXED_LENGTH;
      case DhcpOptionCode.OPTION_REQUEST -> length % 2 == 0;
      case DhcpOptionCode.PREFERENCE -> length == 1;
      case DhcpOptionCode.ELAPSED_TIME -> length == 2;
      case DhcpOptionCode.STATUS_CODE -> length >= 2;
      case DhcpOptionCode.RAPID_COMMIT -> length == 0;
      case DhcpOptionCode.SOL_MAX_RT -> length == 4;
      default -> true;
    };
  }

  private static Decoded<DhcpOption> option(int code, Octets octets, int data, int end) {
    return switch (code) {
      case DhcpOptionCode.IA_NA ->
          read(octets, data + IdentityAssociation.FIXED_LENGTH, end, Place.IDENTITY_ASSOCIATION)
              .map(options -> new IdentityAssociation(
                  unsigned32(octets, data), unsigned32(octets, data + 4), unsigned32(octets, data + 8), options));
      case DhcpOptionCode.IA_ADDRESS ->
          read(octets, data + IaAddress.FIXED_LENGTH, end, Place.ADDRESS)
              .map(options -> new IaAddress(
                  Ipv6Address.read(octets.asBuffer(), data),
                  unsigned32(octets, data + Ipv6Address.LENGTH),
                  unsigned32(octets, data + Ipv6Address.LENGTH + 4),
                  options));
      default -> Decoded.of(simpleOption(code, octets.slice(data, end)));
    };
  }

  private static DhcpOption simpleOption(int code, Octets data) {
    return switch (code) {
      case DhcpOptionCode.CLIENT_IDENTIFIER -> new ClientIdentifier(new Duid(data));
      case DhcpOptionCode.SERVER_IDENTIFIER -> new ServerIdentifier(new Duid(data));
      case DhcpOptionCode.OPTION_REQUEST -> new OptionRequest(
          IntStream.range(0, data.length() / 2).mapToObj(i -> unsigned16(data, 2 * i)).toList());
      case DhcpOptionCode.PREFERENCE -> new Preference(data.at(0));
      case DhcpOptionCode.ELAPSED_TIME -> new ElapsedTime(unsigned16(data, 0));
      case DhcpOptionCode.STATUS_CODE -> new StatusCode(unsigned16(data, 0), data.slice(2, data.length()));
      case DhcpOptionCode.RAPID_COMMIT -> new RapidCommit();
      case DhcpOptionCode.SOL_MAX_RT -> new SolMaxRt(unsigned32(data, 0));
      default -> new UnknownDhcpOption(code, data);
    };
  }

  /** Whether options of this code are values of their own. */
  static boolean knows(int code) {
    return switch (code) {
      case DhcpOptionCode.CLIENT_IDENTIFIER,
          DhcpOptionCode.SERVER_IDENTIFIER,
          DhcpOptionCode.IA_NA,
          DhcpOptionCode.IA_ADDRESS,
          DhcpOptionCode.OPTION_REQUEST,
          DhcpOptionCode.PREFERENCE,
          DhcpOptionCode.ELAPSED_TIME,
          DhcpOptionCode.STATUS_CODE,
          DhcpOptionCode.RAPID_COMMIT,
          DhcpOptionCode.SOL_MAX_RT ->
          true;
      default -> false;
    };
  }

  private static int unsigned16(Octets octets, int offset) {
    return octets.at(offset) << 8 | octets.at(offset + 1);
  }

  private static long unsigned32(Octets octets, int offset) {
    return (long) unsigned16(octets, offset) << 16 | unsigned16(octets, offset + 2);
  }
}
