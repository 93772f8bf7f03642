package org.roam6.wire;

/**
 * An IPv6 prefix.
 *
 * @param address the prefix; the bits behind {@code length} are zero
 * @param length bits, 0 to 128
 */
public record Ipv6Prefix(Ipv6Address address, int length) implements Comparable<Ipv6Prefix> {

  /** Clears the bits behind the length, so that equal prefixes are equal values. */
  public Ipv6Prefix {
    if (length < 0 || length > 128) {
      throw new IllegalArgumentException("prefix length " + length + " is not 0 to 128");
    }
    address = new Ipv6Address(address.high() & highMask(length), address.low() & lowMask(length));
  }

  /**
   * The prefix that {@code text} spells, as in {@code 2001:db8::/32}.
   *
   * @throws IllegalArgumentException where it spells none
   */
  public static Ipv6Prefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("no prefix length in " + text);
    }
    String length = text.substring(slash + 1);
    if (!length.matches("\\d{1,3}")) {
      throw new IllegalArgumentException("not a prefix length: " + length);
    }
    return new Ipv6Prefix(Ipv6Address.parse(text.substring(0, slash)), Integer.parseInt(length));
  }

  /** Whether {@code candidate} lies in this prefix. */
  public boolean contains(Ipv6Address candidate) {
    return ((candidate.high() ^ address.high()) & highMask(length)) == 0
        && ((candidate.low() ^ address.low()) & lowMask(length)) == 0;
  }

  /** Whether there are addresses that lie in both. */
  public boolean overlaps(Ipv6Prefix other) {
    return contains(other.address) || other.contains(address);
  }

  /**
   * The address of this prefix with the given interface identifier (RFC 4291 2.5.1); for prefixes of at most 64 bits.
   */
  public Ipv6Address withInterfaceIdentifier(long identifier) {
    if (length > 64) {
      throw new IllegalStateException("no room for a 64-bit interface identifier in " + this);
    }
    return new Ipv6Address(address.high(), identifier);
  }

  private static long highMask(int length) {
    return length >= 64 ? -1L : length == 0 ? 0 : -1L << 64 - length;
  }

  private static long lowMask(int length) {
    return length <= 64 ? 0 : -1L << 128 - length;
  }

  @Override
  public int compareTo(Ipv6Prefix other) {
    int byAddress = address.compareTo(other.address);
    return byAddress != 0 ? byAddress : Integer.compare(length, other.length);
  }

  @Override
  public String toString() {
    return address + "/" + length;
  }
}
