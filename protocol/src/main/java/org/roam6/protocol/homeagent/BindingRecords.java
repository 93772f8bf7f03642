package org.roam6.protocol.homeagent;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.forwarding.AddressHash;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.protocol.homeagent.BindingState.Announcement;
import org.roam6.protocol.homeagent.BindingState.Bound;
import org.roam6.wire.Ipv6Address;

/**
 * The states of bindings in numbered slots, found by their keys. A mobile node is registered nearly all of the time:
 * that state is packed into {@value #WORDS} words, so that a million of them take no more memory than they must and the
 * garbage collector has nothing to follow. The few others are kept as they are, and so are former care-of addresses,
 * which are there for seconds.
 */
final class BindingRecords {

  /** No slot. */
  static final int NONE = SlotIndex.NONE;

  private static final int HOME_HIGH = 0;
  private static final int HOME_LOW = 1;
  private static final int CARE_OF_HIGH = 2;
  private static final int CARE_OF_LOW = 3;
  private static final int DEADLINE = 4;
  private static final int EXPIRY = 5;
  private static final int ANNOUNCEMENT_DUE = 6;
  private static final int DEFENDED_UNTIL = 7;
  private static final int REST = 8;
  private static final int WORDS = 9;

  // The last word, from its lowest bit on: sequence number (16), lifetime (16), announcements left (8), flags, and the
  // binding identifier (16 bits, RFC 5648 4.1) at its top.
  private static final int LIFETIME_SHIFT = 16;
  private static final int ANNOUNCEMENTS_SHIFT = 32;
  private static final int IDENTIFIER_SHIFT = 48;
  private static final long BOUND = 1L << 40;
  private static final long LINK_LOCAL = 1L << 41;
  private static final long CLAIMED = 1L << 42;
  private static final long LINK_LOCAL_CLAIMED = 1L << 43;
  private static final long KEPT_OVER_CHANGES = CLAIMED | LINK_LOCAL_CLAIMED | 0xffffL << IDENTIFIER_SHIFT;

  // Pages are not copied when there are more of them, and small enough for a home agent with few bindings.
  private static final int PAGE_BITS = 6;
  private static final int PAGE_SLOTS = 1 << PAGE_BITS;

  private long[][] pages = new long[1][];
  private final SlotIndex homes = new SlotIndex(slot -> hash(word(slot, HOME_HIGH), word(slot, HOME_LOW)));
  // Of the addresses that homes have on the home link, those that are claimed.
  private final SlotIndex linkLocals = new SlotIndex(slot -> hash(0, word(slot, HOME_LOW)));
  private final Map<Integer, BindingState> others = new HashMap<>();
  private final Map<Integer, Tunnel.FormerEnd> formerEnds = new HashMap<>();
  private int slots;
  private int firstFree = NONE;

  private long word(int slot, int word) {
    return pages[slot >> PAGE_BITS][(slot & PAGE_SLOTS - 1) * WORDS + word];
  }

  private void setWord(int slot, int word, long value) {
    pages[slot >> PAGE_BITS][(slot & PAGE_SLOTS - 1) * WORDS + word] = value;
  }

  /** How many slots are taken. */
  int size() {
    return homes.size();
  }

  private static int hash(long high, long low) {
    return AddressHash.of(high, low);
  }

  /** The slot of a key, {@link #NONE} where it has none. */
  int find(BindingKey key) {
    Ipv6Address home = key.homeAddress();
    return homes.find(
        hash(home.high(), home.low()), slot -> isAt(slot, home) && identifier(slot) == key.bindingId());
  }

  /** The slot for which an address of the home link is claimed, {@link #NONE} where there is none. */
  int findClaimed(Ipv6Address address) {
    return address.isLinkLocal()
        ? linkLocals.find(
            hash(0, address.low()), slot -> address.equals(Ipv6Address.linkLocal(word(slot, HOME_LOW))))
        : homes.find(hash(address.high(), address.low()), slot -> isAt(slot, address) && has(slot, CLAIMED));
  }

  private boolean has(int slot, long flag) {
    return (word(slot, REST) & flag) != 0;
  }

  private boolean isAt(int slot, Ipv6Address home) {
    return word(slot, HOME_LOW) == home.low() && word(slot, HOME_HIGH) == home.high();
  }

  private int identifier(int slot) {
    return (int) (word(slot, REST) >>> IDENTIFIER_SHIFT);
  }

  BindingKey key(int slot) {
    return new BindingKey(address(slot, HOME_HIGH), identifier(slot));
  }

  private Ipv6Address address(int slot, int word) {
    return new Ipv6Address(word(slot, word), word(slot, word + 1));
  }

  /** The slot of a key, taken now where it has none yet. */
  int take(BindingKey key) {
    int known = find(key);
    if (known != NONE) {
      return known;
    }
    int slot = freeSlot();
    setWord(slot, HOME_HIGH, key.homeAddress().high());
    setWord(slot, HOME_LOW, key.homeAddress().low());
    setWord(slot, REST, (long) key.bindingId() << IDENTIFIER_SHIFT);
    homes.add(slot);
    return slot;
  }

  private int freeSlot() {
    if (firstFree != NONE) {
      int slot = firstFree;
      firstFree = (int) word(slot, HOME_HIGH);
      return slot;
    }
    int page = slots >> PAGE_BITS;
    if (page == pages.length) {
      pages = Arrays.copyOf(pages, 2 * page);
    }
    if (pages[page] == null) {
      pages[page] = new long[PAGE_SLOTS * WORDS];
    }
    return slots++;
  }

  /** Gives a slot back of which the state is absent, and for which nothing is claimed. */
  void free(int slot) {
    homes.remove(slot);
    setWord(slot, HOME_HIGH, firstFree);
    firstFree = slot;
  }

  /** What is in a slot. */
  BindingState get(int slot) {
    return has(slot, BOUND) ? bound(slot) : others.getOrDefault(slot, BindingState.ABSENT);
  }

  private Bound bound(int slot) {
    long rest = word(slot, REST);
    BindingKey key = key(slot);
    BindingCacheEntry entry =
        new BindingCacheEntry(
            key,
            address(slot, CARE_OF_HIGH),
            new SequenceNumber((int) rest & 0xffff),
            new Lifetime((int) (rest >>> LIFETIME_SHIFT) & 0xffff),
            new Time(word(slot, EXPIRY)),
            BindingRequest.addressesToDefend(key.homeAddress(), (rest & LINK_LOCAL) != 0),
            Optional.ofNullable(formerEnds.get(slot)));
    Announcement announcement =
        new Announcement(new Time(word(slot, ANNOUNCEMENT_DUE)), (int) (rest >>> ANNOUNCEMENTS_SHIFT) & 0xff);
    return new Bound(entry, announcement, new Time(word(slot, DEFENDED_UNTIL)));
  }

  /** Puts a state into a slot. */
  void set(int slot, BindingState state) {
    setWord(slot, DEADLINE, state.deadline().nanos());
    long rest = word(slot, REST) & KEPT_OVER_CHANGES;
    others.remove(slot);
    formerEnds.remove(slot);
    switch (state) {
      case Bound(var entry, var announcement, var defendedUntil) -> {
        entry.former().ifPresent(former -> formerEnds.put(slot, former));
        setWord(slot, CARE_OF_HIGH, entry.careOfAddress().high());
        setWord(slot, CARE_OF_LOW, entry.careOfAddress().low());
        setWord(slot, EXPIRY, entry.expiry().nanos());
        setWord(slot, ANNOUNCEMENT_DUE, announcement.due().nanos());
        setWord(slot, DEFENDED_UNTIL, defendedUntil.nanos());
        setWord(slot, REST, rest | packed(entry, announcement));
      }
      case BindingState.Absent _ -> setWord(slot, REST, rest);
      case BindingState.Detecting _, BindingState.Deleted _ -> {
        others.put(slot, state);
        setWord(slot, REST, rest);
      }
    }
  }

  private static long packed(BindingCacheEntry entry, Announcement announcement) {
    return BOUND
        | (entry.isLinkLocalDefended() ? LINK_LOCAL : 0)
        | (long) announcement.left() << ANNOUNCEMENTS_SHIFT
        | (long) entry.granted().units() << LIFETIME_SHIFT
        | entry.sequence().value();
  }

  /** Claims the home address of a slot, or the link-local address that goes with it, and gives them up. */
  void setClaimed(int slot, boolean linkLocal, boolean claimed) {
    long flag = linkLocal ? LINK_LOCAL_CLAIMED : CLAIMED;
    if (claimed == has(slot, flag)) {
      return;
    }
    setWord(slot, REST, word(slot, REST) ^ flag);
    if (linkLocal && claimed) {
      linkLocals.add(slot);
    } else if (linkLocal) {
      linkLocals.remove(slot);
    }
  }

  boolean isClaimed(int slot) {
    return has(slot, CLAIMED | LINK_LOCAL_CLAIMED);
  }

  Time deadline(int slot) {
    return new Time(word(slot, DEADLINE));
  }

  /** Whether the deadline of a slot comes before that of another; of equal ones, whether its key does. */
  boolean isBefore(int slot, int other) {
    int byTime = Long.compare(word(slot, DEADLINE), word(other, DEADLINE));
    if (byTime != 0) {
      return byTime < 0;
    }
    int byHigh = Long.compareUnsigned(word(slot, HOME_HIGH), word(other, HOME_HIGH));
    int byLow = Long.compareUnsigned(word(slot, HOME_LOW), word(other, HOME_LOW));
    return byHigh != 0 ? byHigh < 0 : byLow != 0 ? byLow < 0 : identifier(slot) < identifier(other);
  }

  /** Shows each taken slot, in no order that means anything. */
  void forEach(IntConsumer consumer) {
    homes.forEach(consumer);
  }
}
