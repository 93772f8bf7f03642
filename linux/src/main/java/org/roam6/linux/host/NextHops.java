package org.roam6.linux.host;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.roam6.linux.netlink.KernelEvent;
import org.roam6.linux.netlink.LinkInfo;
import org.roam6.linux.netlink.NeighborInfo;
import org.roam6.linux.netlink.NeighborState;
import org.roam6.linux.netlink.NetlinkException;
import org.roam6.linux.netlink.RouteInfo;
import org.roam6.linux.netlink.RouteNetlink;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;

/**
 * The way to destinations, ready for sending frames: interface and link-layer addresses, as the kernel's routes and
 * neighbours say. Reading allocates nothing. Whatever may change the way to a destination forgets it; the next packet
 * asks the kernel again.
 *
 * <p>A destination is answered by a <em>slot</em>, which is valid until the next call of {@link #resolve} or
 * {@link #handle}. One thread.
 */
public final class NextHops {

  /** Answer of {@link #find} where the kernel has to be asked by {@link #resolve}. */
  public static final int UNKNOWN = -1;

  /** Interface of a slot whose packets have to go the kernel's way, as the neighbour is not known. */
  public static final int NO_INTERFACE = 0;

  private static final int FREE = -1;
  private static final int FORGOTTEN = -2;
  private static final int HOST = 128;

  /** A neighbour that packets go through. */
  private record Hop(int interfaceIndex, Ipv6Address address) implements Comparable<Hop> {
    @Override
    public int compareTo(Hop other) {
      int byInterface = Integer.compare(interfaceIndex, other.interfaceIndex);
      return byInterface != 0 ? byInterface : address.compareTo(other.address);
    }
  }

  private final RouteNetlink netlink;
  private final long[] destinations;
  private final int[] interfaces;
  private final long[] sources;
  private final long[] targets;
  private final int mask;
  private int used;
  /** The neighbours in use with their link-layer addresses; empty for those that the kernel is looking for. */
  private final Map<Hop, Optional<LinkLayerAddress>> hops = new TreeMap<>();

  /**
   * Knows nothing yet.
   *
   * @param netlink for requests; stays the caller's to close
   * @param capacity how many destinations are remembered at most; beyond, all are forgotten
   */
  public NextHops(RouteNetlink netlink, int capacity) {
    this.netlink = netlink;
    int slots = Integer.highestOneBit(Math.max(capacity, 4) - 1) << 2;
    destinations = new long[2 * slots];
    interfaces = new int[slots];
    sources = new long[slots];
    targets = new long[slots];
    mask = slots - 1;
    Arrays.fill(interfaces, FREE);
  }

  /** The slot of a destination, or {@link #UNKNOWN}. */
  public int find(long high, long low) {
    int slot = slotOf(high, low);
    return interfaces[slot] < 0 ? UNKNOWN : slot;
  }

  /** The interface of a slot, or {@link #NO_INTERFACE}. */
  public int interfaceIndex(int slot) {
    return interfaces[slot];
  }

  /** The link-layer address to send from, in the low 48 bits. */
  public long source(int slot) {
    return sources[slot];
  }

  /** The link-layer address to send to, in the low 48 bits. */
  public long target(int slot) {
    return targets[slot];
  }

  /** Where the destination stands, or would stand. */
  private int slotOf(long high, long low) {
    long mixed = (high ^ Long.rotateLeft(low, 29)) * 0x9e37_79b9_7f4a_7c15L;
    int slot = (int) (mixed >>> 32) & mask;
    while (interfaces[slot] != FREE && (destinations[2 * slot] != high || destinations[2 * slot + 1] != low)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /**
   * Asks the kernel for the way; has it look for the neighbour where that is not known.
   *
   * @param source the source address of the packets, which may choose the routing table; {@code ::} for none
   * @param destination the destination of the packets
   * @return the slot, whose interface is {@link #NO_INTERFACE} where packets have to go the kernel's way for now
   */
  public int resolve(Ipv6Address source, Ipv6Address destination) throws NetlinkException {
    if (used > mask / 2) {
      forgetAll();
    }
    int slot = slotOf(destination.high(), destination.low());
    if (interfaces[slot] == FREE) {
      used++;
      destinations[2 * slot] = destination.high();
      destinations[2 * slot + 1] = destination.low();
    }
    interfaces[slot] = NO_INTERFACE;
    Optional<RouteInfo> route = netlink.routes().lookup(source, destination);
    if (route.isPresent() && route.get().out() != 0) {
      int out = route.get().out();
      Hop hop = new Hop(out, route.get().via().orElse(destination));
      Optional<LinkLayerAddress> target = targetOf(hop);
      Optional<LinkLayerAddress> from = netlink.links().find(out).flatMap(LinkInfo::address);
      hops.put(hop, target);
      if (target.isPresent() && from.isPresent()) {
        interfaces[slot] = out;
        sources[slot] = from.get().value();
        targets[slot] = target.get().value();
      }
    }
    return slot;
  }

  private Optional<LinkLayerAddress> targetOf(Hop hop) throws NetlinkException {
    Optional<NeighborInfo> neighbor = netlink.neighbors().find(hop.interfaceIndex(), hop.address());
    if (neighbor.isEmpty() || needsUse(neighbor.get().state())) {
      netlink.neighbors().use(hop.interfaceIndex(), hop.address());
    }
    return neighbor.filter(known -> isUsable(known.state())).flatMap(NeighborInfo::linkLayerAddress);
  }

  /** Our frames are not the kernel's: without being told it would never confirm the neighbour. */
  private static boolean needsUse(NeighborState state) {
    return switch (state) {
      case NONE, STALE, FAILED -> true;
      case INCOMPLETE, REACHABLE, DELAY, PROBE, NO_ARP, PERMANENT -> false;
    };
  }

  private static boolean isUsable(NeighborState state) {
    return switch (state) {
      case REACHABLE, STALE, DELAY, PROBE, NO_ARP, PERMANENT -> true;
      case NONE, INCOMPLETE, FAILED -> false;
    };
  }

  /** Forgets what the event may have changed. */
  public void handle(KernelEvent event) throws NetlinkException {
    switch (event) {
      case KernelEvent.NeighborEvent neighbor -> neighborChanged(neighbor);
      case KernelEvent.RouteEvent route when route.route().destination().length() == HOST -> {
        Ipv6Address destination = route.route().destination().address();
        int slot = slotOf(destination.high(), destination.low());
        if (interfaces[slot] != FREE) {
          interfaces[slot] = FORGOTTEN;
        }
        if (hops.keySet().stream().anyMatch(hop -> hop.address().equals(destination))) {
          forgetAll();
        }
      }
      case KernelEvent.RouteEvent route -> forgetAll();
      case KernelEvent.RuleEvent rule -> forgetAll();
      case KernelEvent.LinkEvent link -> forgetAll();
      case KernelEvent.AddressEvent address -> {}
      case KernelEvent.EventsLost lost -> forgetAll();
    }
  }

  private void neighborChanged(KernelEvent.NeighborEvent event) throws NetlinkException {
    NeighborInfo neighbor = event.neighbor();
    Hop hop = new Hop(neighbor.interfaceIndex(), neighbor.address());
    Optional<LinkLayerAddress> known = hops.get(hop);
    if (known == null) {
      return;
    }
    Optional<LinkLayerAddress> now =
        event.gone() || !isUsable(neighbor.state()) ? Optional.empty() : neighbor.linkLayerAddress();
    if (!known.equals(now)) {
      forgetAll();
    } else if (neighbor.state() == NeighborState.STALE) {
      netlink.neighbors().use(hop.interfaceIndex(), hop.address());
    }
  }

  private void forgetAll() {
    if (used > 0) {
      Arrays.fill(interfaces, FREE);
      hops.clear();
      used = 0;
    }
  }
}
