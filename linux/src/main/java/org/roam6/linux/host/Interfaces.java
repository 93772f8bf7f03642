package org.roam6.linux.host;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.roam6.linux.netlink.AddressFlag;
import org.roam6.linux.netlink.AddressInfo;
import org.roam6.linux.netlink.KernelEvent;
import org.roam6.linux.netlink.LinkInfo;
import org.roam6.linux.netlink.NetlinkException;
import org.roam6.linux.netlink.RouteNetlink;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;

/**
 * Tells a node of the interfaces of this host and their addresses: all at the start, then what changes. The loopback
 * interface is left out.
 *
 * <p>The kernel tells of carriers at most once a second: a loss soon after another event comes late, and a short one
 * only as a carrier that came. So for a while after each event the interface is asked itself, and its counters show a
 * loss that was over before anybody looked.
 */
public final class Interfaces implements EventLoop.Deadlines {

  /** For how long after an event the kernel may hold others back. */
  private static final Duration WATCH = Duration.ofMillis(1100);

  private static final Duration POLL = Duration.ofMillis(15);
  private static final LinkLayerAddress NO_ADDRESS = new LinkLayerAddress(0);

  /** What was last seen of an interface, and until when it is watched. */
  private record Seen(LinkInfo link, Time watchedUntil) {}

  private record AddressOf(int interfaceIndex, Ipv6Address address) implements Comparable<AddressOf> {
    @Override
    public int compareTo(AddressOf other) {
      int byInterface = Integer.compare(interfaceIndex, other.interfaceIndex);
      return byInterface != 0 ? byInterface : address.compareTo(other.address);
    }
  }

  private final RouteNetlink netlink;
  private final Consumer<Event> sink;
  private final Map<Integer, Seen> links = new TreeMap<>();
  private final Map<AddressOf, AddressState> addresses = new TreeMap<>();
  private Time nextPoll = Time.NEVER;

  /**
   * Knows of nothing until {@link #resynchronize}.
   *
   * @param netlink for requests; stays the caller's to close
   * @param sink takes {@link Event.LinkChanged} and {@link Event.AddressChanged}
   */
  public Interfaces(RouteNetlink netlink, Consumer<Event> sink) {
    this.netlink = netlink;
    this.sink = sink;
  }

  /** Compares with what the kernel has, and tells of the differences: at the start, of everything. */
  public void resynchronize(Time now) throws NetlinkException {
    Map<Integer, LinkInfo> present = new TreeMap<>();
    netlink.links().all().forEach(link -> present.put(link.index(), link));
    List<AddressInfo> presentAddresses = netlink.addresses().all();
    for (Seen seen : List.copyOf(links.values())) {
      if (!present.containsKey(seen.link().index())) {
        linkGone(seen.link());
      }
    }
    present.values().forEach(link -> linkSeen(link, now));
    for (AddressOf known : List.copyOf(addresses.keySet())) {
      if (presentAddresses.stream().noneMatch(address -> known.equals(keyOf(address)))) {
        tell(known, AddressState.ABSENT);
      }
    }
    presentAddresses.forEach(address -> tell(keyOf(address), stateOf(address)));
  }

  /** The index of an interface; empty where there is none of this name. */
  public Optional<Integer> index(InterfaceName name) {
    return links.values().stream().map(Seen::link).filter(link -> link.name().equals(name.value()))
        .map(LinkInfo::index).findFirst();
  }

  /** The name of an interface; empty where there is none of this index. */
  public Optional<InterfaceName> name(int index) {
    return Optional.ofNullable(links.get(index)).map(seen -> new InterfaceName(seen.link().name()));
  }

  /** Tells of what changed. */
  public void handle(KernelEvent event, Time now) throws NetlinkException {
    switch (event) {
      case KernelEvent.LinkEvent link -> {
        if (link.gone()) {
          linkGone(link.link());
        } else {
          linkSeen(link.link(), now);
        }
      }
      case KernelEvent.AddressEvent address -> tell(
          keyOf(address.address()), address.gone() ? AddressState.ABSENT : stateOf(address.address()));
      case KernelEvent.EventsLost lost -> resynchronize(now);
      case KernelEvent.RouteEvent route -> {}
      case KernelEvent.RuleEvent rule -> {}
      case KernelEvent.NeighborEvent neighbor -> {}
    }
  }

  private void linkSeen(LinkInfo link, Time now) {
    if (link.loopback()) {
      return;
    }
    Seen before = links.get(link.index());
    if (before != null && isOlder(link, before.link())) {
      return;
    }
    boolean moved = before == null
        || before.link().carrierUps() != link.carrierUps()
        || before.link().carrierDowns() != link.carrierDowns()
        || presence(before.link()) != presence(link);
    links.put(link.index(), new Seen(link, moved || before == null ? now.plus(WATCH) : before.watchedUntil()));
    if (moved) {
      nextPoll = Time.earlier(nextPoll, now.plus(POLL));
    }
    if (before != null && !before.link().name().equals(link.name())) {
      renamed(before.link(), link);
    } else if (before != null && lostMeanwhile(before.link(), link)) {
      tell(link, LinkPresence.NO_CARRIER);
      tell(link, presence(link));
    } else if (before == null || !look(before.link()).equals(look(link))) {
      tell(link, presence(link));
    }
  }

  /** For a node one interface goes and another one comes, each with its addresses. */
  private void renamed(LinkInfo before, LinkInfo link) {
    Map<AddressOf, AddressState> itsAddresses = new TreeMap<>(addresses);
    itsAddresses.keySet().removeIf(each -> each.interfaceIndex() != link.index());
    itsAddresses.keySet().forEach(each -> tell(each, before, AddressState.ABSENT));
    tell(before, LinkPresence.ABSENT);
    tell(link, presence(link));
    itsAddresses.forEach((address, state) -> tell(address, link, state));
  }

  /** Whether an event waited while the interface was asked, which told what happened since. */
  private static boolean isOlder(LinkInfo link, LinkInfo known) {
    return link.carrierUps() < known.carrierUps() || link.carrierDowns() < known.carrierDowns();
  }

  /** Whether the carrier went and came back between two looks. */
  private static boolean lostMeanwhile(LinkInfo before, LinkInfo after) {
    return presence(before) == LinkPresence.CARRIER
        && presence(after) == LinkPresence.CARRIER
        && before.carrierDowns() != after.carrierDowns();
  }

  private void linkGone(LinkInfo link) {
    Seen seen = links.remove(link.index());
    if (seen != null) {
      for (AddressOf known : List.copyOf(addresses.keySet())) {
        if (known.interfaceIndex() == link.index()) {
          tell(known, seen.link(), AddressState.ABSENT);
        }
      }
      tell(seen.link(), LinkPresence.ABSENT);
    }
  }

  private static LinkPresence presence(LinkInfo link) {
    return !link.up() ? LinkPresence.ABSENT : link.carrier() ? LinkPresence.CARRIER : LinkPresence.NO_CARRIER;
  }

  private void tell(LinkInfo link, LinkPresence presence) {
    sink.accept(new Event.LinkChanged(
        new InterfaceName(link.name()),
        presence,
        link.address().orElse(NO_ADDRESS),
        presence == LinkPresence.ABSENT ? 0 : link.mtu()));
  }

  /** What a node is told of an interface. */
  private static List<Object> look(LinkInfo link) {
    return List.of(presence(link), link.address(), link.mtu());
  }

  private void tell(AddressOf address, AddressState state) {
    Seen on = links.get(address.interfaceIndex());
    tell(address, on == null ? null : on.link(), state);
  }

  private void tell(AddressOf address, @Nullable LinkInfo on, AddressState state) {
    AddressState before = state == AddressState.ABSENT ? addresses.remove(address) : addresses.put(address, state);
    boolean changed = state == AddressState.ABSENT ? before != null : before != state;
    if (changed && on != null) {
      sink.accept(new Event.AddressChanged(new InterfaceName(on.name()), address.address(), state));
    }
  }

  private static AddressOf keyOf(AddressInfo address) {
    return new AddressOf(address.interfaceIndex(), address.address());
  }

  private static AddressState stateOf(AddressInfo address) {
    if (address.is(AddressFlag.DAD_FAILED)) {
      return AddressState.DUPLICATE;
    }
    if (!address.is(AddressFlag.TENTATIVE)) {
      return AddressState.READY;
    }
    return address.is(AddressFlag.OPTIMISTIC) ? AddressState.OPTIMISTIC : AddressState.TENTATIVE;
  }

  @Override
  public Time next() {
    return nextPoll;
  }

  /** Asks the interfaces that are watched for their carriers. */
  @Override
  public void reached(Time now) {
    List<Integer> watched = new ArrayList<>();
    links.forEach((index, seen) -> {
      if (now.isBefore(seen.watchedUntil())) {
        watched.add(index);
      }
    });
    nextPoll = watched.isEmpty() ? Time.NEVER : now.plus(POLL);
    for (int index : watched) {
      try {
        netlink.links().find(index).filter(this::isKnownButForItsCarrier).ifPresent(link -> linkSeen(link, now));
      } catch (IOException e) {
        // The event that the kernel holds back tells the same later.
        nextPoll = Time.NEVER;
      }
    }
  }

  // Of all else events come at once. Told before those that wait, it would be taken back by them.
  private boolean isKnownButForItsCarrier(LinkInfo link) {
    Seen seen = links.get(link.index());
    return seen != null
        && seen.link().up() == link.up()
        && seen.link().name().equals(link.name())
        && seen.link().mtu() == link.mtu();
  }
}
