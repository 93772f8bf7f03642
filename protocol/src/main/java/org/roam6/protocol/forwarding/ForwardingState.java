package org.roam6.protocol.forwarding;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.roam6.wire.Ipv6Address;

/**
 * The tunnels that a node wants, as the data plane looks them up: mutable, used by one thread. How many there can be is
 * for the binding cache and the binding update list to bound.
 */
public final class ForwardingState {

  /** Octets of the packets that a path carries unless something else is known of it. */
  public static final int DEFAULT_PATH_MTU = 1500;

  /** RFC 8200 5: "IPv6 requires that every link in the Internet have an MTU of 1280 octets or greater". */
  static final int MINIMUM_MTU = 1280;

  // RFC 8201 5.3: what was learned is given up "on the order of 10 minutes" later.
  private static final long LEARNED_NANOS = 600_000_000_000L;

  private final HomeAddressTable homeAgentSide = new HomeAddressTable();
  private final HomeAddressTable mobileNodeSide = new HomeAddressTable();

  /** A state without tunnels. */
  public ForwardingState() {}

  /** A tunnel, flat: what a packet needs is at hand without following references. */
  static final class Entry {
    final Tunnel tunnel;
    final long localHigh;
    final long localLow;
    final long remoteHigh;
    final long remoteLow;
    final long expiryNanos;
    // What the host's own link carries, and what a router told of the path.
    private final int linkMtu;
    private int learnedMtu;
    private long learnedUntilNanos;
    // The binding with the next higher identifier of the same home address (RFC 5648).
    @Nullable Entry next;

    Entry(Tunnel tunnel, int linkMtu) {
      this.tunnel = tunnel;
      this.linkMtu = Math.max(MINIMUM_MTU, linkMtu);
      localHigh = tunnel.localEnd().high();
      localLow = tunnel.localEnd().low();
      remoteHigh = tunnel.remoteEnd().high();
      remoteLow = tunnel.remoteEnd().low();
      expiryNanos = tunnel.expiry().nanos();
    }

    /** Octets of the packets that the path carries, as far as is known; at least 1280. */
    int pathMtu(long nowNanos) {
      return nowNanos < learnedUntilNanos ? Math.min(linkMtu, learnedMtu) : linkMtu;
    }

    // RFC 8201 4: "A node must not increase its estimate of the Path MTU in response to the contents of a Packet Too Big
    // message."
    void learnPathMtu(int mtu, long nowNanos) {
      if (mtu < pathMtu(nowNanos)) {
        learnedMtu = mtu;
        learnedUntilNanos = nowNanos + LEARNED_NANOS;
      }
    }

    private void inherit(Entry before) {
      boolean samePath = before.remoteHigh == remoteHigh
          && before.remoteLow == remoteLow
          && before.localHigh == localHigh
          && before.localLow == localLow;
      if (samePath) {
        learnedMtu = before.learnedMtu;
        learnedUntilNanos = before.learnedUntilNanos;
      }
    }

    /** Whether a packet between these outer addresses can have come through this tunnel. */
    boolean carries(long sourceHigh, long sourceLow, long destinationHigh, long destinationLow) {
      return sourceHigh == remoteHigh && sourceLow == remoteLow && isLocalEnd(destinationHigh, destinationLow);
    }

    private boolean isLocalEnd(long high, long low) {
      if (high == localHigh && low == localLow) {
        return true;
      }
      List<Ipv6Address> former = tunnel.formerLocalEnds();
      for (int i = 0; i < former.size(); i++) {
        if (former.get(i).high() == high && former.get(i).low() == low) {
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
    HomeAddressTable table = table(tunnel.side());
    Ipv6Address home = tunnel.key().homeAddress();
    SortedMap<Integer, Entry> bindings = bindings(table, home);
    Entry entry = new Entry(tunnel, linkMtu);
    Entry before = bindings.put(tunnel.key().bindingId(), entry);
    if (before != null) {
      entry.inherit(before);
    }
    store(table, home, bindings);
  }

  /** Takes the tunnels of a binding away; there need be none. */
  public void remove(BindingKey key) {
    for (Tunnel.Side side : Tunnel.Side.values()) {
      HomeAddressTable table = table(side);
      SortedMap<Integer, Entry> bindings = bindings(table, key.homeAddress());
      if (bindings.remove(key.bindingId()) != null) {
        store(table, key.homeAddress(), bindings);
      }
    }
  }

  /** All tunnels, in the order of their keys; those of the home agent's side first. */
  public List<Tunnel> tunnels() {
    List<Tunnel> all = new ArrayList<>();
    for (HomeAddressTable table : List.of(homeAgentSide, mobileNodeSide)) {
      List<Tunnel> side = new ArrayList<>();
      table.forEach(entry -> side.add(entry.tunnel));
      side.sort((a, b) -> a.key().compareTo(b.key()));
      all.addAll(side);
    }
    return List.copyOf(all);
  }

  /** The bindings of a home address whose mobile node is far away, the lowest identifier first. */
  @Nullable Entry remoteHome(long high, long low) {
    return homeAgentSide.get(high, low);
  }

  /** The bindings of a home address of this host, the lowest identifier first. */
  @Nullable Entry localHome(long high, long low) {
    return mobileNodeSide.get(high, low);
  }

  private HomeAddressTable table(Tunnel.Side side) {
    return switch (side) {
      case HOME_AGENT -> homeAgentSide;
      case MOBILE_NODE -> mobileNodeSide;
    };
  }

  private static SortedMap<Integer, Entry> bindings(HomeAddressTable table, Ipv6Address home) {
    SortedMap<Integer, Entry> bindings = new TreeMap<>();
    for (Entry entry = table.get(home.high(), home.low()); entry != null; entry = entry.next) {
      bindings.put(entry.tunnel.key().bindingId(), entry);
    }
    return bindings;
  }

  private static void store(HomeAddressTable table, Ipv6Address home, SortedMap<Integer, Entry> bindings) {
    Entry next = null;
    for (Entry entry : List.copyOf(bindings.values()).reversed()) {
      entry.next = next;
      next = entry;
    }
    if (next == null) {
      table.remove(home.high(), home.low());
    } else {
      table.put(home.high(), home.low(), next);
    }
  }
}
