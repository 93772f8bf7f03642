package org.roam6.protocol;

import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;

/** What a node wants done. Acts happen once; wishes ({@link Want}) hold until they are withdrawn. */
public sealed interface Effect {

  /**
   * Sends a packet to a neighbour, past the host's routing.
   *
   * @param out the interface
   * @param to the link-layer address of the neighbour, or of the group
   * @param packet the packet from its IPv6 header on, with its checksums
   */
  record SendOnLink(InterfaceName out, LinkLayerAddress to, Octets packet) implements Effect {}

  /**
   * Sends a packet the way that the host's main routing table says.
   *
   * @param packet the packet from its IPv6 header on, with its checksums; its source is an address of this host
   */
  record SendRouted(Octets packet) implements Effect {}

  /** From now on the host shall have {@code item}; it replaces an item with an equal key. */
  record Want(Desired item) implements Effect {}

  /** The host need no longer have the item with this key; what was not wanted is no error. */
  record Unwant(Desired.Key key) implements Effect {}

  /** Forgets all that the host has learned of the neighbours on a link, but for wanted entries. */
  record FlushNeighbors(InterfaceName on) implements Effect {}

  /** Keeps {@code item} over a restart, in place of one with an equal key, before the effects that follow. */
  record Remember(Memory item) implements Effect {}

  /** Tells a fact. */
  record Notify(Notice notice) implements Effect {}
}
