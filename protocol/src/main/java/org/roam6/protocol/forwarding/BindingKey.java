package org.roam6.protocol.forwarding;

import org.roam6.wire.Ipv6Address;

/**
 * What identifies a binding: a home address may have several care-of addresses at once, told apart by the binding
 * identifier (RFC 5648).
 *
 * @param homeAddress the home address
 * @param bindingId the binding identifier, 0 where the mobile node registers only one care-of address
 */
public record BindingKey(Ipv6Address homeAddress, int bindingId) implements Comparable<BindingKey> {

  /** The key of the one binding of a node that registers a single care-of address. */
  public static BindingKey of(Ipv6Address homeAddress) {
    return new BindingKey(homeAddress, 0);
  }

  @Override
  public int compareTo(BindingKey other) {
    int byAddress = homeAddress.compareTo(other.homeAddress);
    return byAddress != 0 ? byAddress : Integer.compare(bindingId, other.bindingId);
  }
}
