package org.roam6.protocol.auth;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.roam6.wire.Ipv6Address;

/**
 * What a mobile node and its home agent agree on by hand (RFC 4285 5.1: SPI, key, algorithm and replay protection; the
 * algorithm is HMAC_SHA1, the replay protection the timestamp option).
 *
 * @param securityParameterIndex the mobility SPI, {@value #MINIMUM_SPI} to 2^32 - 1
 * @param key the shared key
 * @param networkAccessIdentifier who the mobile node is, {@code user@realm}, 1 to 253 octets (RFC 4283 3.1)
 * @param homeAddresses the home addresses that the mobile node may register, at least one
 */
public record SecurityAssociation(
    long securityParameterIndex, SecretKey key, String networkAccessIdentifier, SortedSet<Ipv6Address> homeAddresses) {

  /** RFC 4285 5.1: "The mobility SPI is a number in the range [0-4294967296], where the range [0-255] is reserved." */
  public static final long MINIMUM_SPI = 256;

  private static final int MAXIMUM_IDENTIFIER_OCTETS = 253;

  /** Checks the ranges and takes a copy of the set. */
  public SecurityAssociation {
    if (securityParameterIndex < MINIMUM_SPI || securityParameterIndex >>> 32 != 0) {
      throw new IllegalArgumentException("SPI " + securityParameterIndex + " is not 256 to 4294967295");
    }
    int identifierOctets = networkAccessIdentifier.getBytes(StandardCharsets.UTF_8).length;
    if (identifierOctets == 0 || identifierOctets > MAXIMUM_IDENTIFIER_OCTETS) {
      throw new IllegalArgumentException("a network access identifier has 1 to 253 octets, not " + identifierOctets);
    }
    if (homeAddresses.isEmpty()) {
      throw new IllegalArgumentException("no home address for " + networkAccessIdentifier);
    }
    homeAddresses = Collections.unmodifiableSortedSet(new TreeSet<>(homeAddresses));
  }

  /** The same for one more home address. */
  public SecurityAssociation with(Ipv6Address homeAddress) {
    SortedSet<Ipv6Address> more = new TreeSet<>(homeAddresses);
    more.add(homeAddress);
    return new SecurityAssociation(securityParameterIndex, key, networkAccessIdentifier, more);
  }
}
