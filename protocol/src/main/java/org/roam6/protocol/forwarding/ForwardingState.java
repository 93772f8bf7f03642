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

  private static final int MINIMUM_MTU = 1280;

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
    int pathMtu = DEFAULT_PATH_MTU;
    // The binding with the next higher identifier of the same home address (RFC 5648).
    @Nullable Entry next;

    Entry(Tunnel tunnel) {
      this.tunnel = tunnel;
      localHigh = tunnel.localEnd().high();
      localLow = tunnel.localEnd().low();
      remoteHigh = tunnel.remoteEnd().high();
      remoteLow = tunnel.remoteEnd().low();
      expiryNanos = tunnel.expiry().nanos();
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

  /** Adds a tunnel, in place of one of the same binding on the same side. */
  public void put(Tunnel tunnel) {
    HomeAddressTable table = table(tunnel.side());
    Ipv6Address home = tunnel.key().homeAddress();
    SortedMap<Integer, Entry> bindings = bindings(table, home);
    Entry entry = new Entry(tunnel);
    Entry before = bindings.put(tunnel.key().bindingId(), entry);
    if (before != null && before.tunnel.remoteEnd().equals(tunnel.remoteEnd())) {
      entry.pathMtu = before.pathMtu;
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

  /** Notes that packets to {@code remoteEnd} may have {@code mtu} octets; less than 1280 counts as 1280. */
  public void pathMtu(Ipv6Address remoteEnd, int mtu) {
    for (HomeAddressTable table : List.of(homeAgentSide, mobileNodeSide)) {
      table.forEach(entry -> {
        if (entry.tunnel.remoteEnd().equals(remoteEnd)) {
          // RFC 8200 5: "IPv6 requires that every link in the Internet have an MTU of 1280 octets or greater"
          entry.pathMtu = Math.max(MINIMUM_MTU, mtu);
        }
      });
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
