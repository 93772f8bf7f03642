package org.roam6.protocol.forwarding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;

/**
 * The tunnels and direct paths that a node wants, as the data plane looks them up: mutable, used by one thread. How many
 * there can be is for the binding caches and the binding update list to bound.
 */
public final class ForwardingState {

  /** Octets of the packets that a path carries unless something else is known of it. */
  public static final int DEFAULT_PATH_MTU = 1500;

  /** RFC 8200 5: "IPv6 requires that every link in the Internet have an MTU of 1280 octets or greater". */
  static final int MINIMUM_MTU = 1280;

  private final EntryTable homeAgentSide = new EntryTable(EntryTable.Key.HOME_ADDRESS);
  private final EntryTable mobileNodeSide = new EntryTable(EntryTable.Key.HOME_ADDRESS);
  private final DirectPathTable toCorrespondents = new DirectPathTable();
  private final DirectPathTable toMobileNodes = new DirectPathTable();
  private final AddressTable<Ipv6Address> homeAddresses = new AddressTable<>();
  private final TunnelEnds ends = new TunnelEnds();
  private final GroupState groups = new GroupState();

  /** A state without tunnels and direct paths. */
  public ForwardingState() {}

  /** A tunnel, flat: what a packet needs is at hand without following references, and there may be very many. */
  static final class Entry {
    final Tunnel.Side side;
    final boolean sending;
    final long homeHigh;
    final long homeLow;
    final int bindingId;
    final Ipv6Address localEnd;
    final long remoteHigh;
    final long remoteLow;
    final long expiryNanos;
    private final List<Ipv6Address> formerLocalEnds;
    private final Tunnel.@Nullable FormerEnd formerRemoteEnd;
    private final PathMtu mtu;
    // The binding with the next higher identifier of the same home address (RFC 5648).
    @Nullable Entry next;
    // The binding with the next higher key of the same remote end.
    @Nullable Entry nextOfRemoteEnd;

    Entry(Tunnel tunnel, int linkMtu) {
      mtu = new PathMtu(linkMtu);
      side = tunnel.side();
      sending = tunnel.sending();
      homeHigh = tunnel.key().homeAddress().high();
      homeLow = tunnel.key().homeAddress().low();
      bindingId = tunnel.key().bindingId();
      localEnd = tunnel.localEnd();
      remoteHigh = tunnel.remoteEnd().high();
      remoteLow = tunnel.remoteEnd().low();
      expiryNanos = tunnel.expiry().nanos();
      formerLocalEnds = tunnel.formerLocalEnds();
      formerRemoteEnd = tunnel.formerRemoteEnd().orElse(null);
    }

    BindingKey key() {
      return new BindingKey(new Ipv6Address(homeHigh, homeLow), bindingId);
    }

    boolean isOf(BindingKey key) {
      Ipv6Address home = key.homeAddress();
      return homeHigh == home.high() && homeLow == home.low() && bindingId == key.bindingId();
    }

    /** Whether its key comes before that of {@code other}. */
    boolean isBefore(Entry other) {
      int byHigh = Long.compareUnsigned(homeHigh, other.homeHigh);
      int byAddress = byHigh != 0 ? byHigh : Long.compareUnsigned(homeLow, other.homeLow);
      return byAddress != 0 ? byAddress < 0 : bindingId < other.bindingId;
    }

    /** The tunnel as it was put in. */
    Tunnel tunnel() {
      return new Tunnel(
          key(),
          side,
          localEnd,
          new Ipv6Address(remoteHigh, remoteLow),
          formerLocalEnds,
          new Time(expiryNanos),
          sending,
          Optional.ofNullable(formerRemoteEnd));
    }

    /** Octets of the packets that the path carries, as far as is known; at least 1280. */
    int pathMtu(long nowNanos) {
      return mtu.octets(nowNanos);
    }

    void learnPathMtu(int octets, long nowNanos) {
      mtu.learn(octets, nowNanos);
    }

    private void inherit(Entry before) {
      boolean samePath = before.remoteHigh == remoteHigh
          && before.remoteLow == remoteLow
          && before.localEnd.equals(localEnd);
      if (samePath) {
        mtu.inherit(before.mtu);
      }
    }

    /** Whether a packet between these outer addresses can have come through this tunnel. */
    boolean carries(long sourceHigh, long sourceLow, long destinationHigh, long destinationLow) {
      return sourceHigh == remoteHigh && sourceLow == remoteLow && isLocalEnd(destinationHigh, destinationLow);
    }

    // Not to the letter of RFC 6275 10.4.5, for a few seconds: a mobile node that is on two links at a time goes on
    // sending from the former care-of address until it has the acknowledgement, and what it sent by a slow link is
    // under way yet.
    /** This binding or one behind it whose tunnel had these ends until a moment ago. */
    @Nullable Entry formerly(
        long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, long nowNanos) {
      for (Entry entry = this; entry != null; entry = entry.next) {
        Tunnel.FormerEnd former = entry.formerRemoteEnd;
        if (former != null
            && former.address().high() == sourceHigh
            && former.address().low() == sourceLow
            && nowNanos < former.until().nanos()
            && entry.isLocalEnd(destinationHigh, destinationLow)) {
          return entry;
        }
      }
      return null;
    }

    boolean isLocalEnd(long high, long low) {
      if (high == localEnd.high() && low == localEnd.low()) {
        return true;
      }
      for (int i = 0; i < formerLocalEnds.size(); i++) {
        if (formerLocalEnds.get(i).high() == high && formerLocalEnds.get(i).low() == low) {
          return true;
        }
      }
      return false;
    }
  }

  /** Adds a tunnel, in place of one of the same binding on the same side, over a link of the usual MTU. */
  public void put(Tunnel tunnel) {
    put(tunnel, DEFAULT_PATH_MTU);
  }

  /**
   * Adds a tunnel, in place of one of the same binding on the same side.
   *
   * @param linkMtu octets of the packets that the first link on the way carries; less than 1280 counts as 1280
   */
  public void put(Tunnel tunnel, int linkMtu) {
    EntryTable table = table(tunnel.side());
    Ipv6Address home = tunnel.key().homeAddress();
    SortedMap<Integer, Entry> bindings = bindings(table, home);
    Entry entry = new Entry(tunnel, linkMtu);
    Entry before = bindings.put(tunnel.key().bindingId(), entry);
    if (before != null) {
      entry.inherit(before);
      ends.remove(before);
    }
    ends.add(entry);
    store(table, home, bindings);
  }

  /** Takes the tunnels of a binding away; there need be none. */
  public void remove(BindingKey key) {
    for (Tunnel.Side side : Tunnel.Side.values()) {
      EntryTable table = table(side);
      SortedMap<Integer, Entry> bindings = bindings(table, key.homeAddress());
      Entry removed = bindings.remove(key.bindingId());
      if (removed != null) {
        ends.remove(removed);
        store(table, key.homeAddress(), bindings);
      }
    }
  }

  /** All tunnels, in the order of their keys; those of the home agent's side first. */
  public List<Tunnel> tunnels() {
    List<Tunnel> all = new ArrayList<>();
    for (EntryTable table : List.of(homeAgentSide, mobileNodeSide)) {
      List<Tunnel> side = new ArrayList<>();
      table.forEach(first -> {
        for (Entry entry = first; entry != null; entry = entry.next) {
          side.add(entry.tunnel());
        }
      });
      side.sort((a, b) -> a.key().compareTo(b.key()));
      all.addAll(side);
    }
    return List.copyOf(all);
  }

  /**
   * Adds a direct path, in place of one with the same key.
   *
   * @param linkMtu octets of the packets that the first link on the way carries; less than 1280 counts as 1280
   */
  public void put(DirectPath path, int linkMtu) {
    table(path.key().side()).put(path, linkMtu);
  }

  /** Takes a direct path away; it need not be there. */
  public void remove(DirectPath.Key key) {
    table(key.side()).remove(key);
  }

  /** All direct paths, in the order of their keys. */
  public List<DirectPath> directPaths() {
    return Stream.of(toCorrespondents, toMobileNodes)
        .flatMap(table -> table.paths().stream())
        .sorted(Comparator.comparing(DirectPath::key))
        .toList();
  }

  private DirectPathTable table(DirectPath.Side side) {
    return switch (side) {
      case MOBILE_NODE -> toCorrespondents;
      case CORRESPONDENT -> toMobileNodes;
    };
  }

  /** The direct paths of this host's home addresses, by their correspondent nodes. */
  DirectPathTable toCorrespondents() {
    return toCorrespondents;
  }

  /** The direct paths to mobile nodes, by their home addresses. */
  DirectPathTable toMobileNodes() {
    return toMobileNodes;
  }

  /** From now on {@code address} is a home address of this host, with or without a tunnel. */
  public void putHomeAddress(Ipv6Address address) {
    homeAddresses.put(address.high(), address.low(), address);
  }

  /** Ends {@link #putHomeAddress}. */
  public void removeHomeAddress(Ipv6Address address) {
    homeAddresses.remove(address.high(), address.low());
  }

  boolean isHomeAddress(long high, long low) {
    return homeAddresses.get(high, low) != null;
  }

  /** What it has to know of multicast groups. */
  public GroupState groups() {
    return groups;
  }

  /** The tunnel through which a packet between these outer addresses came; of several the first. */
  @Nullable Entry through(
      long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, long nowNanos) {
    return ends.find(sourceHigh, sourceLow, destinationHigh, destinationLow, nowNanos);
  }

  /** The tunnel for what this host says of the groups that it listens to, where a home agent has asked. */
  @Nullable Entry askedThrough(long nowNanos) {
    for (BindingKey key : groups.asked()) {
      Entry entry = localHome(key.homeAddress().high(), key.homeAddress().low());
      while (entry != null && (entry.expiryNanos <= nowNanos || !entry.isOf(key))) {
        entry = entry.next;
      }
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  /** The bindings of a home address whose mobile node is far away, the lowest identifier first. */
  @Nullable Entry remoteHome(long high, long low) {
    return homeAgentSide.get(high, low);
  }

  /** The bindings of a home address of this host, the lowest identifier first. */
  @Nullable Entry localHome(long high, long low) {
    return mobileNodeSide.get(high, low);
  }

  private EntryTable table(Tunnel.Side side) {
    return switch (side) {
      case HOME_AGENT -> homeAgentSide;
      case MOBILE_NODE -> mobileNodeSide;
    };
  }

  private static SortedMap<Integer, Entry> bindings(EntryTable table, Ipv6Address home) {
    SortedMap<Integer, Entry> bindings = new TreeMap<>();
    for (Entry entry = table.get(home.high(), home.low()); entry != null; entry = entry.next) {
      bindings.put(entry.bindingId, entry);
    }
    return bindings;
  }

  private static void store(EntryTable table, Ipv6Address home, SortedMap<Integer, Entry> bindings) {
    Entry next = null;
    for (Entry entry : List.copyOf(bindings.values()).reversed()) {
      entry.next = next;
      next = entry;
    }
    if (next == null) {
      table.remove(home.high(), home.low());
    } else {
      table.put(next);
    }
  }
}
