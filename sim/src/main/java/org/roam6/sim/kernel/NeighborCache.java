package org.roam6.sim.kernel;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.roam6.protocol.Time;
import org.roam6.sim.link.Port;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;

/** The neighbours of one interface and how sure the host is of them (RFC 4861 7.2 and 7.3). */
final class NeighborCache {

  /** How many neighbours are remembered, as Linux has it in {@code gc_thresh3}. */
  static final int CAPACITY = 1024;

  private static final int LONGEST_QUEUE = 3;
  private static final int MAX_SOLICITATIONS = 3;
  private static final Duration REACHABLE_TIME = Duration.ofSeconds(30);
  private static final Duration DELAY_FIRST_PROBE_TIME = Duration.ofSeconds(5);
  private static final Duration RETRANS_TIMER = Duration.ofSeconds(1);

  private final Port port;
  private final Upcalls upcalls;
  private final Solicitor solicitor;
  private final Map<Ipv6Address, Neighbor> neighbors = new LinkedHashMap<>();

  /** Sends the solicitations that the cache wants. */
  interface Solicitor {

    /** Asks for {@code target}: its neighbour {@code known}, or all where nothing is known. */
    void solicit(Ipv6Address target, Optional<LinkLayerAddress> known);
  }

  NeighborCache(Port port, Upcalls upcalls, Solicitor solicitor) {
    this.port = port;
    this.upcalls = upcalls;
    this.solicitor = solicitor;
  }

  /** The states of RFC 4861 7.3.2, and that of an entry that somebody made by hand. */
  private enum State { INCOMPLETE, REACHABLE, STALE, DELAY, PROBE, PERMANENT }

  private static final class Neighbor {
    private State state = State.INCOMPLETE;
    private @Nullable LinkLayerAddress address;
    private Time reachableUntil = Time.ZERO;
    private int asked;
    // Grows with each change of state, so that a timer of a former state does nothing.
    private int generation;
    private final Deque<Octets> queue = new ArrayDeque<>();

    void become(State next) {
      state = next;
      generation++;
    }
  }

  /** How many neighbours are known. */
  int size() {
    return neighbors.size();
  }

  /** Sends a packet to the neighbour {@code nextHop}, who may have to be found first. */
  void send(Ipv6Address nextHop, Octets packet) {
    Neighbor neighbor = neighbors.get(nextHop);
    if (neighbor == null) {
      neighbor = enter(nextHop);
      hold(neighbor, packet);
      ask(nextHop, neighbor);
      return;
    }
    LinkLayerAddress address = neighbor.address;
    if (address == null) {
      hold(neighbor, packet);
      return;
    }
    transmit(nextHop, neighbor, address, packet);
  }

  // RFC 4861 7.3.3: "The first time a node sends a packet to a neighbor whose entry is STALE, the sender changes the
  // state to DELAY"
  private void transmit(Ipv6Address nextHop, Neighbor neighbor, LinkLayerAddress address, Octets packet) {
    port.send(address, packet);
    if (neighbor.state == State.STALE
        || neighbor.state == State.REACHABLE && neighbor.reachableUntil.isDue(upcalls.now())) {
      neighbor.become(State.DELAY);
      timer(DELAY_FIRST_PROBE_TIME, nextHop, neighbor);
    }
  }

  private Neighbor enter(Ipv6Address address) {
    if (neighbors.size() >= CAPACITY) {
      forgetOldest();
    }
    Neighbor neighbor = new Neighbor();
    neighbors.put(address, neighbor);
    return neighbor;
  }

  private void forgetOldest() {
    Iterator<Map.Entry<Ipv6Address, Neighbor>> all = neighbors.entrySet().iterator();
    while (all.hasNext()) {
      Neighbor oldest = all.next().getValue();
      if (oldest.state != State.PERMANENT) {
        drop(oldest, "the neighbour cache is full");
        all.remove();
        return;
      }
    }
  }

  private void drop(Neighbor neighbor, String reason) {
    neighbor.generation++;
    neighbor.queue.forEach(packet -> upcalls.dropped(packet, reason));
    neighbor.queue.clear();
  }

  private void hold(Neighbor neighbor, Octets packet) {
    if (neighbor.queue.size() == LONGEST_QUEUE) {
      upcalls.dropped(neighbor.queue.remove(), "too many packets wait for a neighbour");
    }
    neighbor.queue.add(packet);
  }

  private void ask(Ipv6Address target, Neighbor neighbor) {
    neighbor.asked++;
    solicitor.solicit(target, Optional.ofNullable(neighbor.address));
    timer(RETRANS_TIMER, target, neighbor);
  }

  private void timer(Duration duration, Ipv6Address target, Neighbor neighbor) {
    int generation = neighbor.generation;
    upcalls.at(
        upcalls.now().plus(duration),
        _ -> {
          if (neighbor.generation == generation) {
            due(target, neighbor);
          }
        });
  }

  private void due(Ipv6Address target, Neighbor neighbor) {
    switch (neighbor.state) {
      case DELAY -> {
        neighbor.become(State.PROBE);
        neighbor.asked = 0;
        ask(target, neighbor);
      }
      case INCOMPLETE, PROBE -> {
        if (neighbor.asked < MAX_SOLICITATIONS) {
          ask(target, neighbor);
        } else {
          drop(neighbor, "the neighbour does not answer");
          neighbors.remove(target);
        }
      }
      case REACHABLE, STALE, PERMANENT -> {}
    }
  }

  /** RFC 4861 7.2.3: a neighbour told its link-layer address in a solicitation of its own. */
  void learn(Ipv6Address address, LinkLayerAddress linkLayerAddress) {
    Neighbor known = neighbors.get(address);
    Neighbor neighbor = known == null ? enter(address) : known;
    if (neighbor.state != State.PERMANENT && !linkLayerAddress.equals(neighbor.address)) {
      update(address, neighbor, linkLayerAddress, State.STALE);
    }
  }

  /** RFC 4861 7.2.5: a neighbour advertised itself. */
  void advertised(Ipv6Address address, Optional<LinkLayerAddress> given, boolean solicited, boolean override) {
    Neighbor neighbor = neighbors.get(address);
    if (neighbor == null || neighbor.state == State.PERMANENT) {
      return;
    }
    LinkLayerAddress known = neighbor.address;
    if (known == null) {
      given.ifPresent(told -> update(address, neighbor, told, solicited ? State.REACHABLE : State.STALE));
      return;
    }
    boolean differs = given.isPresent() && !given.get().equals(known);
    if (differs && !override) {
      if (neighbor.state == State.REACHABLE) {
        neighbor.become(State.STALE);
      }
    } else if (solicited) {
      update(address, neighbor, given.orElse(known), State.REACHABLE);
    } else if (differs) {
      update(address, neighbor, given.orElse(known), State.STALE);
    }
  }

  private void update(Ipv6Address target, Neighbor neighbor, LinkLayerAddress address, State state) {
    neighbor.address = address;
    neighbor.become(state);
    neighbor.asked = 0;
    neighbor.reachableUntil = upcalls.now().plus(REACHABLE_TIME);
    List<Octets> waiting = new ArrayList<>(neighbor.queue);
    neighbor.queue.clear();
    waiting.forEach(packet -> transmit(target, neighbor, address, packet));
  }

  /** Enters a neighbour that is known without asking, until {@link #forget}. */
  void enterPermanent(Ipv6Address address, LinkLayerAddress linkLayerAddress) {
    Neighbor known = neighbors.get(address);
    update(address, known == null ? enter(address) : known, linkLayerAddress, State.PERMANENT);
  }

  void forget(Ipv6Address address) {
    Neighbor neighbor = neighbors.remove(address);
    if (neighbor != null) {
      drop(neighbor, "the neighbour was forgotten");
    }
  }

  /** Forgets what was learned. */
  void flush() {
    neighbors
        .values()
        .removeIf(
            neighbor -> {
              if (neighbor.state == State.PERMANENT) {
                return false;
              }
              drop(neighbor, "the neighbours were forgotten");
              return true;
            });
  }
}
