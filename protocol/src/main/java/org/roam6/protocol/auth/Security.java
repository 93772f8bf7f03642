package org.roam6.protocol.auth;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;

/** How Binding Updates and Binding Acknowledgements between mobile node and home agent are protected. */
public sealed interface Security {

  /** Not at all: whoever reaches the home agent can take any home address away. For tests on closed networks. */
  record None() implements Security {}

  /**
   * By the authentication option of RFC 4285.
   *
   * @param associations one for each mobile node; a mobile node has exactly one
   */
  record Authenticated(List<SecurityAssociation> associations) implements Security {

    /** Refuses what would let one mobile node pass for another, and takes a copy of the list. */
    public Authenticated {
      associations = List.copyOf(associations);
      Set<Octets> keys = new HashSet<>();
      Set<Ipv6Address> homeAddresses = new HashSet<>();
      Set<String> identities = new HashSet<>();
      for (SecurityAssociation association : associations) {
        String identifier = association.networkAccessIdentifier();
        // RFC 6275 5.1: "the mobile node and the home agent MUST use [...] unique shared secrets for each mobile node"
        if (!keys.add(association.key().octets())) {
          throw new IllegalArgumentException("the key of " + identifier + " is the key of another association too");
        }
        if (!identities.add(association.securityParameterIndex() + " " + identifier)) {
          throw new IllegalArgumentException(
              "SPI " + association.securityParameterIndex() + " stands twice for " + identifier);
        }
        for (Ipv6Address homeAddress : association.homeAddresses()) {
          // RFC 6275 10.3.1: "the home address unequivocally identifying the security association that must be used"
          if (!homeAddresses.add(homeAddress)) {
            throw new IllegalArgumentException("home address " + homeAddress + " is in two associations");
          }
        }
      }
    }
  }
}
