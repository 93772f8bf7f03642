package org.roam6.wire.ip;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Ipv6OptionType;

/** What Hop-by-Hop Options and Destination Options have in common. */
final class Ipv6Options {

  private static final int HEADER_LENGTH = 2;

  private Ipv6Options() {}

  /** The list as a header can hold it: as many as are allowed, filling whole units of 8 octets. */
  static List<Ipv6Option> checked(List<Ipv6Option> options, boolean homeAddressKnown) {
    Checks.atMost("number of options", options.size(), Ipv6Packet.MAX_OPTIONS);
    Checks.atMost("octets of options header", length(options), 2048);
    Checks.multipleOf("octets of options header", length(options), 8);
    if (options.isEmpty()) {
      throw new IllegalArgumentException("an options header has at least 8 octets");
    }
    for (Ipv6Option option : options) {
      boolean misplaced = homeAddressKnown
          ? option instanceof UnknownIpv6Option unknown && unknown.type() == Ipv6OptionType.HOME_ADDRESS
          : option instanceof HomeAddressOption;
      if (misplaced) {
        throw new IllegalArgumentException(option + " has no place in this header");
      }
    }
    return List.copyOf(options);
  }

  /** Octets of the whole header. */
  static int length(List<Ipv6Option> options) {
    int length = HEADER_LENGTH;
    for (Ipv6Option option : options) {
      length += option.length();
    }
    return length;
  }

  static void write(List<Ipv6Option> options, ByteBuffer buffer, int nextHeader) {
    buffer.put((byte) nextHeader).put((byte) (length(options) / 8 - 1));
    options.forEach(option -> option.writeTo(buffer));
  }

  /** The options of the header of {@code length} octets at {@code start}. */
  static Decoded<List<Ipv6Option>> decode(ByteBuffer buffer, int start, int length, boolean homeAddressKnown) {
    List<Ipv6Option> options = new ArrayList<>();
    int end = start + length;
    int at = start + HEADER_LENGTH;
    while (at < end) {
      if (options.size() == Ipv6Packet.MAX_OPTIONS) {
        return Decoded.malformed(MalformedCause.TOO_MANY, at);
      }
      int type = buffer.get(at) & 0xff;
      if (type == Ipv6OptionType.PAD1) {
        options.add(new Pad1());
        at++;
        continue;
      }
      if (at + 2 > end || at + 2 + (buffer.get(at + 1) & 0xff) > end) {
        return Decoded.malformed(MalformedCause.OPTION_OVERRUN, at);
      }
      int dataLength = buffer.get(at + 1) & 0xff;
      boolean homeAddress = homeAddressKnown && type == Ipv6OptionType.HOME_ADDRESS;
      if (homeAddress && dataLength != HomeAddressOption.DATA_LENGTH) {
        return Decoded.malformed(MalformedCause.BAD_OPTION_LENGTH, at + 1);
      }
      options.add(read(type, homeAddress, buffer.slice(at + 2, dataLength)));
      at += 2 + dataLength;
    }
    return Decoded.of(options);
  }

  private static Ipv6Option read(int type, boolean homeAddress, ByteBuffer data) {
    if (homeAddress) {
      return new HomeAddressOption(Ipv6Address.read(data, 0));
    }
    Octets octets = Octets.of(data);
    return type == Ipv6OptionType.PADN ? new PadN(octets) : new UnknownIpv6Option(type, octets);
  }
}
