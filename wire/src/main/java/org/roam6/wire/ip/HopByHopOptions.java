package org.roam6.wire.ip;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Decoded;
import org.roam6.wire.iana.IpProtocol;

/**
 * The Hop-by-Hop Options header, for every node on the way (RFC 8200 4.3).
 *
 * @param options with all padding; they fill the header to a multiple of 8 octets
 */
public record HopByHopOptions(List<Ipv6Option> options) implements ExtensionHeader {

  private static final boolean HOME_ADDRESS_KNOWN = false;

  /** Checks the number and length of the options. */
  public HopByHopOptions {
    options = Ipv6Options.checked(options, HOME_ADDRESS_KNOWN);
  }

  static Decoded<ExtensionHeader> read(ByteBuffer buffer, int at, int length) {
    return Ipv6Options.decode(buffer, at, length, HOME_ADDRESS_KNOWN).map(HopByHopOptions::new);
  }

  @Override
  public int type() {
    return IpProtocol.HOP_BY_HOP_OPTIONS;
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
