package org.roam6.protocol.homeagent;

import java.util.Set;
import java.util.TreeSet;
import org.roam6.protocol.auth.Security;
import org.roam6.wire.Ipv6Address;

/** The home addresses that somebody may register, as the home agent is configured. */
final class HomeAddresses {

  private final boolean any;
  private final Set<Ipv6Address> known = new TreeSet<>();

  HomeAddresses(Security security) {
    any = security instanceof Security.None;
    if (security instanceof Security.Authenticated(var associations)) {
      associations.forEach(association -> known.addAll(association.homeAddresses()));
    }
  }

  boolean contains(Ipv6Address homeAddress) {
    return any || known.contains(homeAddress);
  }
}
