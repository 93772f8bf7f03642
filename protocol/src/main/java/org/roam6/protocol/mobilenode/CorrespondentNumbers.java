package org.roam6.protocol.mobilenode;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Memory;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;

/**
 * The sequence numbers that are set aside for Binding Updates to correspondent nodes, before and after a restart: as
 * long as the nonces of a Binding Update live, a node that began anew at a lower number could be moved back by whoever
 * repeats it. Mutable, used by one thread.
 */
// RFC 6275 11.7.2: "The mobile node MUST NOT use the same Sequence Number in two different Binding Updates to the same
// correspondent node, even if the Binding Updates provide different care-of addresses."
final class CorrespondentNumbers {

  private final Ipv6Address homeAddress;
  private final int places;
  // The one that has waited longest for its next block comes first.
  private final Map<Ipv6Address, Reserved> reserved = new LinkedHashMap<>();

  /** What is set aside for a correspondent node: the place where that is remembered, and the last number. */
  private record Reserved(int place, SequenceNumber last) {}

  /**
   * Nothing is set aside yet.
   *
   * @param homeAddress the home address of the Binding Updates
   * @param places how many correspondent nodes are remembered at once, at least 1
   */
  CorrespondentNumbers(Ipv6Address homeAddress, int places) {
    this.homeAddress = homeAddress;
    this.places = places;
  }

  /** Takes up what was remembered before a restart. */
  void recall(Memory.CorrespondentSequenceNumbers item) {
    if (item.homeAddress().equals(homeAddress) && item.place() < places) {
      put(item.correspondent(), new Reserved(item.place(), item.last()));
    }
  }

  /** The last number that may have been used towards {@code correspondent}; empty where nothing is known of it. */
  Optional<SequenceNumber> last(Ipv6Address correspondent) {
    return Optional.ofNullable(reserved.get(correspondent)).map(Reserved::last);
  }

  /** Sets a block of numbers aside that begins with {@code next}, unless that number is set aside already. */
  Optional<Effect> setAside(Ipv6Address correspondent, SequenceNumber next) {
    Reserved present = reserved.get(correspondent);
    if (present != null && !next.isGreaterThan(present.last())) {
      return Optional.empty();
    }
    int place = present == null ? freePlace() : present.place();
    SequenceNumber last = next.plus(Transmission.RESERVED_AT_ONCE - 1);
    put(correspondent, new Reserved(place, last));
    return Optional.of(
        new Effect.Remember(new Memory.CorrespondentSequenceNumbers(homeAddress, place, correspondent, last)));
  }

  /** A place that is free, or that of the one which has waited longest for its next block. */
  private int freePlace() {
    if (reserved.size() == places) {
      return reserved.values().iterator().next().place();
    }
    BitSet taken = new BitSet();
    reserved.values().forEach(each -> taken.set(each.place()));
    return taken.nextClearBit(0);
  }

  private void put(Ipv6Address correspondent, Reserved next) {
    reserved.values().removeIf(other -> other.place() == next.place());
    reserved.remove(correspondent);
    reserved.put(correspondent, next);
  }
}
