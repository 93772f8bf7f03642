package org.roam6.sim.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.roam6.protocol.Time;
import org.roam6.sim.SeededRandomness;
import org.roam6.sim.link.LinkWatcher.Harm;
import org.roam6.sim.time.Agenda;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;

/** A link: a switch that takes each frame to the port of its receiver, or to those of its group. */
public final class Link {

  /** How many frames a clogged link holds, for all receivers together. */
  public static final int LONGEST_QUEUE = 1000;

  private static final LinkLayerAddress BROADCAST_OF_ALL_NODES =
      LinkLayerAddress.ofMulticast(org.roam6.wire.Ipv6Address.ALL_NODES);
  /** How much later than others a frame that is reordered arrives, at most. */
  private static final long REORDERING_NANOS = 1_000_000_000;

  private final String name;
  private final Agenda agenda;
  private final SeededRandomness randomness;
  private final FaultBudget budget;
  private final LinkWatcher watcher;
  private final Map<LinkLayerAddress, Port> ports = new LinkedHashMap<>();
  private final Map<LinkLayerAddress, Set<Port>> members = new LinkedHashMap<>();
  private final Set<Direction> parted = new LinkedHashSet<>();
  private LinkQuality quality;
  private Time cloggedUntil = Time.ZERO;
  private Time lastClogEnd = Time.ZERO;
  private int held;

  /**
   * A link without ports.
   *
   * @param name what it is called
   * @param agenda where arrivals are entered
   * @param randomness decides what goes wrong by chance
   * @param budget how much may
   * @param watcher sees all
   */
  public Link(
      String name,
      LinkQuality quality,
      Agenda agenda,
      SeededRandomness randomness,
      FaultBudget budget,
      LinkWatcher watcher) {
    this.name = name;
    this.quality = quality;
    this.agenda = agenda;
    this.randomness = randomness;
    this.budget = budget;
    this.watcher = watcher;
  }

  private record Direction(String from, String to) {}

  /** What it is called. */
  public String name() {
    return name;
  }

  /** How well it carries frames. */
  public LinkQuality quality() {
    return quality;
  }

  /** From now on it carries frames like this. */
  public void quality(LinkQuality other) {
    quality = other;
  }

  /** Until when it was held up last; what it held comes then, also where it was healed before. */
  public Time lastClogEnd() {
    return lastClogEnd;
  }

  /** The ports on it, in the order in which they came. */
  public List<Port> ports() {
    return List.copyOf(ports.values());
  }

  /** Plugs a port's cable in, which was in no link. */
  public void attach(Port port) {
    if (port.link().isPresent() || ports.putIfAbsent(port.address(), port) != null) {
      throw new IllegalStateException(port + " is plugged in, or another port has its address " + port.address());
    }
    port.attached(this);
    for (LinkLayerAddress group : port.groups()) {
      join(group, port);
    }
  }

  /** Pulls a port's cable out. */
  public void detach(Port port) {
    for (LinkLayerAddress group : port.groups()) {
      leave(group, port);
    }
    ports.remove(port.address());
    port.detached();
  }

  void join(LinkLayerAddress group, Port port) {
    members.computeIfAbsent(group, _ -> new LinkedHashSet<>()).add(port);
  }

  void leave(LinkLayerAddress group, Port port) {
    Set<Port> of = members.get(group);
    if (of != null && of.remove(port) && of.isEmpty()) {
      members.remove(group);
    }
  }

  /** From now on nothing that host {@code from} sends reaches host {@code to} on this link. */
  public void part(String from, String to) {
    parted.add(new Direction(from, to));
  }

  /** Undoes {@link #part}. */
  public void unite(String from, String to) {
    parted.remove(new Direction(from, to));
  }

  /** Holds all frames back until {@code end}; they then arrive in their order. */
  public void clog(Time end) {
    cloggedUntil = end;
    lastClogEnd = end;
  }

  /** Nothing is parted, held back or harmed any more. */
  public void heal() {
    parted.clear();
    cloggedUntil = Time.ZERO;
    quality = quality.withoutFaults();
  }

  void send(Port from, Frame frame) {
    Time now = agenda.now();
    watcher.sent(this, from, frame, now);
    if (!frame.to().isMulticast()) {
      Port to = ports.get(frame.to());
      if (to != null && to != from) {
        carry(from, to, frame, now);
      }
      return;
    }
    Iterable<Port> receivers =
        frame.to().equals(BROADCAST_OF_ALL_NODES) ? ports.values() : members.getOrDefault(frame.to(), Set.of());
    for (Port to : receivers) {
      if (to != from) {
        carry(from, to, frame, now);
      }
    }
  }

  private void carry(Port from, Port to, Frame frame, Time now) {
    if (!parted.isEmpty() && parted.contains(new Direction(from.host(), to.host()))) {
      watcher.harmed(this, frame, Harm.PARTITIONED, now);
      return;
    }
    if (quality.isFaultless()) {
      arrive(to, frame, to.inOrder(arrivalNanos(now)));
      return;
    }
    if (chance(quality.loss())) {
      watcher.harmed(this, frame, Harm.LOST, now);
      return;
    }
    if (chance(quality.duplication())) {
      watcher.harmed(this, frame, Harm.DUPLICATED, now);
      arrive(to, frame, to.inOrder(arrivalNanos(now)));
    }
    Frame carried = chance(quality.corruption()) ? corrupted(frame, now) : frame;
    if (chance(quality.reordering())) {
      watcher.harmed(this, carried, Harm.DELAYED, now);
      arrive(to, carried, arrivalNanos(now) + 1 + randomness.jitter(REORDERING_NANOS));
    } else {
      arrive(to, carried, to.inOrder(arrivalNanos(now)));
    }
  }

  private boolean chance(double probability) {
    return randomness.chance(probability) && budget.take();
  }

  private Frame corrupted(Frame frame, Time now) {
    watcher.harmed(this, frame, Harm.CORRUPTED, now);
    byte[] octets = frame.packet().toByteArray();
    int at = (int) randomness.jitter(octets.length);
    octets[at] ^= (byte) (1 + randomness.jitter(255));
    return new Frame(frame.from(), frame.to(), Octets.of(octets));
  }

  private long arrivalNanos(Time now) {
    return Math.max(now.nanos(), cloggedUntil.nanos()) + quality.delay().nanos(randomness);
  }

  private void arrive(Port to, Frame frame, long atNanos) {
    boolean clogged = agenda.now().isBefore(cloggedUntil);
    if (clogged && held == LONGEST_QUEUE) {
      watcher.harmed(this, frame, Harm.OVERFLOWED, agenda.now());
      return;
    }
    if (clogged) {
      held++;
    }
    agenda.at(new Time(atNanos), new Arrival(to, to.attachments(), frame, clogged)::happen);
  }

  /** A frame on its way to a port. */
  private final class Arrival {
    private final Port to;
    private final int attachment;
    private final Frame frame;
    private final boolean wasHeld;

    Arrival(Port to, int attachment, Frame frame, boolean wasHeld) {
      this.to = to;
      this.attachment = attachment;
      this.frame = frame;
      this.wasHeld = wasHeld;
    }

    void happen(Time now) {
      if (wasHeld) {
        held--;
      }
      if (to.attachments() == attachment && to.link().isPresent()) {
        to.receive(frame, now);
      } else {
        watcher.harmed(Link.this, frame, Harm.RECEIVER_GONE, now);
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
