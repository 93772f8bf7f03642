package org.roam6.sim.world;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.sim.SeededRandomness;
import org.roam6.sim.link.FaultBudget;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.LinkQuality;
import org.roam6.sim.link.Port;
import org.roam6.sim.time.Agenda;
import org.roam6.sim.time.Occurrence;
import org.roam6.sim.world.Observer.Disturbance;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;

/**
 * A network of simulated machines on virtual time. Everything in it follows from the seed and from what is done to it:
 * it is for one thread and touches nothing outside.
 */
public final class World {

  /** The wall clock at {@link Time#ZERO}, in nanoseconds since 1970: 2027-01-15T08:00Z. */
  public static final long WALL_CLOCK_OFFSET_NANOS = 1_800_000_000L * 1_000_000_000L;

  private static final long FIRST_LINK_LAYER_ADDRESS = 0x0200_0000_0001L;

  private final SeededRandomness randomness;
  private final Agenda agenda = new Agenda();
  private final boolean extremes;
  private final FaultBudget budget;
  private final Observers observers = new Observers();
  private final Map<String, Link> links = new LinkedHashMap<>();
  private final Map<String, SimulatedHost> hosts = new LinkedHashMap<>();
  private final Map<String, Port> ports = new LinkedHashMap<>();
  private long nextLinkLayerAddress = FIRST_LINK_LAYER_ADDRESS;

  /** An empty world whose roles draw plain random numbers; see {@link #World(long, long, boolean)}. */
  public World(long seed, long faults) {
    this(seed, faults, false);
  }

  /**
   * An empty world.
   *
   * @param seed all that is drawn follows from it
   * @param faults how many frames may be harmed by chance
   * @param extremes whether the roles' random numbers are often the greatest or the least that they can be
   */
  public World(long seed, long faults, boolean extremes) {
    this.randomness = new SeededRandomness(seed);
    this.extremes = extremes;
    this.budget = new FaultBudget(faults);
  }

  // ---- what it consists of

  /** Adds somebody who sees everything from now on. */
  public void observe(Observer observer) {
    observers.add(observer);
  }

  /** Adds a link. */
  public Link addLink(String name, LinkQuality quality) {
    Link link = new Link(name, quality, agenda, randomness.of("link " + name), budget, observers);
    if (links.putIfAbsent(name, link) != null) {
      throw new IllegalArgumentException("two links are called " + name);
    }
    return link;
  }

  /** Adds a machine, without ports, on which Roam6 does not run yet. */
  public SimulatedHost addHost(String name, Roles.Config config) {
    SeededRandomness own = randomness.of("host " + name);
    SimulatedHost host =
        new SimulatedHost(name, config, this, extremes ? own.withExtremes() : own, WALL_CLOCK_OFFSET_NANOS);
    if (hosts.putIfAbsent(name, host) != null) {
      throw new IllegalArgumentException("two hosts are called " + name);
    }
    return host;
  }

  /** Adds a port to a host; its link-layer address is the next that is free. */
  public Port addPort(SimulatedHost host, InterfaceName name) {
    Port port = host.addPort(name, new LinkLayerAddress(nextLinkLayerAddress++));
    ports.put(port.toString(), port);
    return port;
  }

  /** The link of this name. */
  public Link link(String name) {
    return Optional.ofNullable(links.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no link is called " + name));
  }

  /** The host of this name. */
  public SimulatedHost host(String name) {
    return Optional.ofNullable(hosts.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no host is called " + name));
  }

  /** The port of this name in this host. */
  public Port port(String host, InterfaceName name) {
    return Optional.ofNullable(ports.get(host + "." + name))
        .orElseThrow(() -> new IllegalArgumentException(host + " has no interface " + name));
  }

  /** All links. */
  public Collection<Link> links() {
    return Collections.unmodifiableCollection(links.values());
  }

  /** All hosts. */
  public Collection<SimulatedHost> hosts() {
    return Collections.unmodifiableCollection(hosts.values());
  }

  /** The stream of random numbers of the part {@code name}. */
  public SeededRandomness randomness(String name) {
    return randomness.of(name);
  }

  /** How many frames may yet be harmed by chance. */
  public FaultBudget budget() {
    return budget;
  }

  Agenda agenda() {
    return agenda;
  }

  Observer observers() {
    return observers;
  }

  // ---- time

  /** The time. */
  public Time now() {
    return agenda.now();
  }

  /** How many things have happened. */
  public long events() {
    return agenda.happened();
  }

  /** Enters what is to happen at {@code moment}. */
  public void at(Time moment, Occurrence occurrence) {
    agenda.at(moment, occurrence);
  }

  /** Lets the next thing happen, if that is not after {@code end}: whether there was one. */
  public boolean step(Time end) {
    return agenda.step(end);
  }

  /** Lets all happen up to {@code end}. */
  public void runUntil(Time end) {
    while (agenda.step(end)) {
      // each step lets one thing happen
    }
    agenda.advance(end);
  }

  // ---- what is done to it

  /** Starts Roam6 on all hosts that have a role, which were not running. */
  public void startAll() {
    hosts.values().forEach(host -> host.start(true));
  }

  /**
   * Plugs a port's cable into {@code link}, out of the one where it is.
   *
   * @param silently whether the host is told nothing of it, as where a switch between the two moved the port; a cable
   *     that was in no link is always felt
   */
  public void move(Port port, Link link, boolean silently) {
    SimulatedHost host = host(port.host());
    boolean unfelt = silently && port.link().isPresent();
    port.link().ifPresent(before -> pull(host, port, before, unfelt));
    link.attach(port);
    observers.disturbed(host, new Disturbance.PluggedIn(port, link), now());
    if (!unfelt) {
      host.kernel().carrierChanged(port.name());
    }
  }

  /** Pulls a port's cable out. */
  public void unplug(Port port) {
    port.link().ifPresent(link -> pull(host(port.host()), port, link, false));
  }

  private void pull(SimulatedHost host, Port port, Link link, boolean silently) {
    link.detach(port);
    observers.disturbed(host, new Disturbance.Unplugged(port, link), now());
    if (!silently) {
      host.kernel().carrierChanged(port.name());
    }
  }

  /** Ends Roam6 on a host by {@code kill -9} or in good order. */
  public void stop(SimulatedHost host, boolean killed) {
    host.stop(killed);
  }

  /** Starts Roam6 on a host, with what it remembered or without. */
  public void start(SimulatedHost host, boolean withStorage) {
    host.start(withStorage);
  }

  /** Lets a machine take an address by hand; without detection it may be somebody else's. */
  public void takeAddress(
      SimulatedHost host, InterfaceName on, Ipv6Address address, DuplicateDetection detection) {
    host.kernel().takeAddress(on, address, detection);
    observers.disturbed(host, new Disturbance.AddressTaken(address, true), now());
  }

  /** Undoes {@link #takeAddress}. */
  public void giveUpAddress(SimulatedHost host, InterfaceName on, Ipv6Address address) {
    host.kernel().giveUpAddress(on, address);
    observers.disturbed(host, new Disturbance.AddressTaken(address, false), now());
  }

  /** Puts a machine to sleep until {@code end}. */
  public void sleep(SimulatedHost host, Time end) {
    host.sleep(end);
  }

  /** Wakes a machine up now, if it sleeps. */
  public void wake(SimulatedHost host) {
    host.wakeNow();
  }

  /** Sets a machine's wall clock so that it is wrong by so much. */
  public void setWallClock(SimulatedHost host, Duration wrongBy) {
    host.setWallClock(wrongBy.toNanos());
  }

  /** Lets a machine's wall clock gain so much in each second from now on. */
  public void driftWallClock(SimulatedHost host, double nanosPerSecond) {
    host.driftWallClock(nanosPerSecond);
  }
}
