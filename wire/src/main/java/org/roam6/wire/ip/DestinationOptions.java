package org.roam6.wire.ip;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.IpProtocol;

/**
 * A Destination Options header (RFC 8200 4.6).
 *
 * @param options with all padding; they fill the header to a multiple of 8 octets
 */
public record DestinationOptions(List<Ipv6Option> options) implements ExtensionHeader {

  private static final boolean HOME_ADDRESS_KNOWN = true;

  /** Checks the number and length of the options. */
  public DestinationOptions {
    options = Ipv6Options.checked(options, HOME_ADDRESS_KNOWN);
  }

  // RFC 6275 6.3: "The alignment requirement for the Home Address option is 8n + 6."
  /** A header with nothing but a Home Address option and the padding that aligns it. */
  public static DestinationOptions ofHomeAddress(Ipv6Address homeAddress) {
    return new DestinationOptions(List.of(PadN.ofLength(4), new HomeAddressOption(homeAddress)));
  }

  /** The home address of the Home Address option, if there is one. */
  public Optional<Ipv6Address> homeAddress() {
    for (Ipv6Option option : options) {
      if (option instanceof HomeAddressOption found) {
        return Optional.of(found.homeAddress());
      }
    }
    return Optional.empty();
  }

  static Decoded<ExtensionHeader> read(ByteBuffer buffer, int at, int length) {
    return Ipv6Options.decode(buffer, at, length, HOME_ADDRESS_KNOWN).map(DestinationOptions::new);
  }

  @Override
  public int type() {
    return IpProtocol.DESTINATION_OPTIONS;
  }

  @Override
  public int length() {
    return Ipv6Options.length(options);
  }

  @Override
  public void writeTo(ByteBuffer buffer, int nextHeader) {
    Ipv6Options.write(options, buffer, nextHeader);
  }
}
