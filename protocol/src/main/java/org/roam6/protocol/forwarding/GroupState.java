package org.roam6.protocol.forwarding;

import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.roam6.wire.Ipv6Address;

/**
 * What the data plane has to know of multicast groups in tunnels (RFC 6275 10.4.2, 10.4.3, 11.3.4): mutable, used by
 * one thread. How many memberships there can be is for the home agent to bound.
 */
public final class GroupState {

  private final AddressTable<Ipv6Address[]> listeners = new AddressTable<>();
  private final SortedSet<BindingKey> asked = new TreeSet<>();
  private int groups;
  private boolean forwarding;

  GroupState() {}

  /** From now on packets to {@code group} on the home link go to the mobile node with that home address, too. */
  public void putListener(Ipv6Address group, Ipv6Address homeAddress) {
    SortedSet<Ipv6Address> all = listenersOf(group);
    groups += all.isEmpty() ? 1 : 0;
    all.add(homeAddress);
    store(group, all);
  }

  /** Ends {@link #putListener}. */
  public void removeListener(Ipv6Address group, Ipv6Address homeAddress) {
    SortedSet<Ipv6Address> all = listenersOf(group);
    if (all.remove(homeAddress)) {
      groups -= all.isEmpty() ? 1 : 0;
      store(group, all);
    }
  }

  /** Whether any mobile node listens to any group. */
  public boolean hasListeners() {
    return groups > 0;
  }

  private SortedSet<Ipv6Address> listenersOf(Ipv6Address group) {
    Ipv6Address[] all = listeners.get(group.high(), group.low());
    SortedSet<Ipv6Address> sorted = new TreeSet<>();
    for (int i = 0; all != null && i < all.length; i++) {
      sorted.add(all[i]);
    }
    return sorted;
  }

  private void store(Ipv6Address group, SortedSet<Ipv6Address> all) {
    if (all.isEmpty()) {
      listeners.remove(group.high(), group.low());
    } else {
      listeners.put(group.high(), group.low(), all.toArray(Ipv6Address[]::new));
    }
  }

  /** The home addresses of those that listen to a group. */
  Ipv6Address @Nullable [] listeners(long high, long low) {
    return listeners.get(high, low);
  }

  /** Whether this host, as a home agent, takes packets and listener messages of mobile nodes to groups. */
  public void setForwarding(boolean forwards) {
    forwarding = forwards;
  }

  boolean isForwarding() {
    return forwarding;
  }

  /** The home agent of {@code binding} has asked which groups this host listens to. */
  public void putAsked(BindingKey binding) {
    asked.add(binding);
  }

  /** Ends {@link #putAsked}. */
  public void removeAsked(BindingKey binding) {
    asked.remove(binding);
  }

  /** The bindings whose home agents have asked, in their order. */
  SortedSet<BindingKey> asked() {
    return asked;
  }
}
