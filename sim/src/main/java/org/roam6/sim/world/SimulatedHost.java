package org.roam6.sim.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Driver;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Hands;
import org.roam6.protocol.Host;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Node;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Time;
import org.roam6.sim.SeededRandomness;
import org.roam6.sim.kernel.Kernel;
import org.roam6.sim.kernel.Upcalls;
import org.roam6.sim.link.Port;
import org.roam6.sim.time.Agenda;
import org.roam6.sim.time.Occurrence;
import org.roam6.sim.world.Observer.Disturbance;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;

/** One machine: a kernel, perhaps a running Roam6, and a wall clock. */
public final class SimulatedHost {

  private final String name;
  private final Roles.Config config;
  private final Agenda agenda;
  private final Observer observer;
  private final SeededRandomness randomness;
  private final WallClock wallClock;
  private final Kernel kernel;
  private @Nullable Running running;
  // What outlives each run of Roam6, unless the storage is lost.
  private final Map<Memory.Key, Memory> storage = new LinkedHashMap<>();
  // What would have happened while the machine slept, and happens when it wakes up.
  private final List<Occurrence> postponed = new ArrayList<>();
  private Time asleepUntil = Time.ZERO;
  private int starts;

  SimulatedHost(String name, Roles.Config config, World world, SeededRandomness randomness, long wallClockOffset) {
    this.name = name;
    this.config = config;
    this.agenda = world.agenda();
    this.observer = world.observers();
    this.randomness = randomness;
    this.wallClock = new WallClock(wallClockOffset);
    this.kernel = new Kernel(new Machine());
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** What its Roam6 is configured to be. */
  public Roles.Config config() {
    return config;
  }

  /** Its kernel. */
  public Kernel kernel() {
    return kernel;
  }

  /** Its roles while Roam6 runs. */
  public Optional<Roles> roles() {
    return Optional.ofNullable(running).map(run -> run.roles);
  }

  /** When its Roam6 wants to be woken; {@link Time#NEVER} where it does not run. */
  public Time nextDeadline() {
    return running == null ? Time.NEVER : running.driver.nextDeadline();
  }

  /** Whether it sleeps. */
  public boolean isAsleep() {
    return agenda.now().isBefore(asleepUntil);
  }

  /** How often its Roam6 was started. */
  public int starts() {
    return starts;
  }

  Port addPort(InterfaceName portName, LinkLayerAddress address) {
    return kernel.addPort(name, portName, address);
  }

  // ---- what is done to it

  /** Starts Roam6; on a machine that sleeps, as soon as that wakes up. */
  void start(boolean withStorage) {
    if (isAsleep()) {
      postponed.add(_ -> start(withStorage));
      return;
    }
    if (!config.isAny() || running != null) {
      return;
    }
    starts++;
    if (!withStorage) {
      storage.clear();
    }
    kernel.forgetWishes();
    Running started = new Running(Roles.of(config, randomness.of("start " + starts)));
    running = started;
    observer.disturbed(this, new Disturbance.Started(withStorage), agenda.now());
    List.copyOf(storage.values()).forEach(item -> started.deliver(new Event.Recalled(item)));
    kernel.tellAll();
  }

  /** Ends Roam6, in good order or by {@code kill -9}. */
  void stop(boolean killed) {
    Running run = running;
    if (run == null) {
      return;
    }
    if (!killed) {
      run.deliver(new Event.Stopping());
    }
    running = null;
    observer.disturbed(this, new Disturbance.Stopped(killed), agenda.now());
    kernel.tunnelGone();
    if (!killed) {
      kernel.forgetWishes();
    }
  }

  /** Puts the machine to sleep. */
  void sleep(Time end) {
    asleepUntil = end;
    observer.disturbed(this, new Disturbance.FellAsleep(end), agenda.now());
    agenda.at(end, _ -> wake());
  }

  /** Wakes the machine up, if it slept and nobody has put it to sleep again. */
  void wake() {
    if (asleepUntil.equals(Time.ZERO) || isAsleep()) {
      return;
    }
    asleepUntil = Time.ZERO;
    observer.disturbed(this, new Disturbance.WokeUp(), agenda.now());
    postponed.forEach(occurrence -> agenda.at(agenda.now(), occurrence));
    postponed.clear();
    if (running != null) {
      running.wake(agenda.now());
    }
  }

  /** Wakes the machine up now, however long it was to sleep. */
  void wakeNow() {
    if (isAsleep()) {
      asleepUntil = agenda.now();
    }
    wake();
  }

  /** Somebody wants its mobile node to use an interface before the others, or the configured order. */
  public void prefer(Optional<InterfaceName> interfaceName) {
    if (running != null && !isAsleep()) {
      running.deliver(new Event.InterfacePreferred(interfaceName));
    }
  }

  void setWallClock(long wrongByNanos) {
    wallClock.set(wrongByNanos, agenda.now());
    observer.disturbed(this, new Disturbance.ClockSet(wrongByNanos), agenda.now());
  }

  void driftWallClock(double nanosPerSecond) {
    wallClock.drift(nanosPerSecond, agenda.now());
  }

  /** Sends a packet of a program on this host. */
  public void send(Octets packet) {
    if (!isAsleep()) {
      kernel.send(packet);
    }
  }

  @Override
  public String toString() {
    return name;
  }

  /** One run of Roam6, from its start to its end. */
  private final class Running implements Hands {
    private final Roles roles;
    private final Driver driver;
    private Time wakeAt = Time.NEVER;
    private boolean unsettled;

    Running(Roles roles) {
      this.roles = roles;
      Node host = new Host(roles.nodes());
      this.driver = new Driver(new Watched(host), this, agenda::now, () -> wallClock.offset(agenda.now()));
    }

    void deliver(Event event) {
      driver.deliver(event);
      if (unsettled) {
        unsettled = false;
        observer.settled(SimulatedHost.this, agenda.now());
      }
      setAlarm();
    }

    /** Sees to it that the node is woken in time; an alarm that comes too early sets another one. */
    private void setAlarm() {
      Time next = driver.nextDeadline();
      if (next.isBefore(wakeAt)) {
        wakeAt = next;
        agenda.at(next, this::alarm);
      }
    }

    private void alarm(Time now) {
      if (running != this || !wakeAt.isDue(now)) {
        return;
      }
      wakeAt = Time.NEVER;
      if (!isAsleep()) {
        wake(now);
      }
    }

    private void wake(Time now) {
      if (driver.nextDeadline().isDue(now)) {
        deliver(new Event.DeadlineReached());
      } else {
        setAlarm();
      }
    }

    @Override
    public void send(Effect.SendOnLink packet) {
      kernel.sendOnLink(packet.out(), packet.to(), packet.packet());
    }

    @Override
    public void send(Effect.SendRouted packet) {
      kernel.sendRouted(packet.packet());
    }

    @Override
    public Optional<String> want(Desired item, Time now) {
      return kernel.want(item);
    }

    @Override
    public void unwant(Desired.Key key) {
      kernel.unwant(key);
    }

    @Override
    public void flushNeighbors(InterfaceName on) {
      kernel.flushNeighbors(on);
    }

    @Override
    public void remember(Memory item) {
      storage.put(item.key(), item);
    }

    @Override
    public void tell(Notice notice, Time now) {
      // Observers see notices among the effects.
    }

    /** Shows observers what the node does. */
    private final class Watched implements Node {
      private final Node node;

      Watched(Node node) {
        this.node = node;
      }

      @Override
      public List<Effect> handle(Event event, Time now) {
        List<Effect> effects = node.handle(event, now);
        unsettled |= !effects.isEmpty();
        observer.handled(SimulatedHost.this, event, effects, now);
        return effects;
      }

      @Override
      public Time nextDeadline() {
        return node.nextDeadline();
      }
    }
  }

  /** What the kernel runs on. */
  private final class Machine implements Upcalls {
    @Override
    public Time now() {
      return agenda.now();
    }

    @Override
    public boolean isAsleep() {
      return SimulatedHost.this.isAsleep();
    }

    @Override
    public void at(Time moment, Occurrence occurrence) {
      agenda.at(moment, now -> happen(occurrence, now));
    }

    private void happen(Occurrence occurrence, Time now) {
      if (isAsleep()) {
        postponed.add(occurrence);
      } else {
        occurrence.happen(now);
      }
    }

    @Override
    public void happened(Event event) {
      if (running != null && !isAsleep()) {
        running.deliver(event);
      }
    }

    @Override
    public void delivered(Octets packet) {
      if (!isAsleep()) {
        observer.delivered(SimulatedHost.this, packet, agenda.now());
      }
    }

    @Override
    public void dropped(Octets packet, String reason) {
      observer.dropped(SimulatedHost.this, packet, reason, agenda.now());
    }
  }
}
