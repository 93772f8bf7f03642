package org.roam6.daemon;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.roam6.daemon.DaemonException.Reason;
import org.roam6.daemon.configuration.Configuration;
import org.roam6.daemon.doctor.Doctor;
import org.roam6.daemon.doctor.Finding;
import org.roam6.daemon.management.DaemonSnapshot;
import org.roam6.daemon.management.ManagementServer;
import org.roam6.daemon.management.NoticeDocument;
import org.roam6.daemon.management.SnapshotBackend;
import org.roam6.daemon.recording.Recorder;
import org.roam6.daemon.storage.Storage;
import org.roam6.linux.abi.Clocks;
import org.roam6.linux.host.EventLoop;
import org.roam6.linux.host.InstanceLock;
import org.roam6.linux.host.Interfaces;
import org.roam6.linux.host.Reconciler;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.netlink.KernelEvent;
import org.roam6.linux.netlink.KernelEvents;
import org.roam6.linux.netlink.ResumeEvents;
import org.roam6.linux.netlink.RouteNetlink;
import org.roam6.linux.nftables.SignallingShield;
import org.roam6.protocol.Driver;
import org.roam6.protocol.Event;
import org.roam6.protocol.Host;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Node;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Notice.Level;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.homeagent.HomeAgentConfig;
import org.roam6.protocol.mobilenode.MobileNodeConfig;
import org.roam6.protocol.router.AdvertisingInterface;

/**
 * One running Roam6 in the network namespace of the thread that runs it. It leaves the machine as
 * it found it, unless it is killed: then the next one tidies up.
 */
public final class Daemon {

  private final Configuration configuration;
  private final NoticeLog log;
  private final EventLoop loop;
  private final Roles roles;
  private final Host host;
  private final Node node;
  private final Time started;
  private long noticeNumber;

  // Set while it runs.
  private Optional<Tunnels> tunnels = Optional.empty();
  private Optional<ManagementServer> management = Optional.empty();

  private Daemon(Configuration configuration, NoticeLog log, EventLoop loop, Optional<Recorder> recorder) {
    this.configuration = configuration;
    this.log = log;
    this.loop = loop;
    Randomness randomness = new SystemRandomness();
    this.roles = Roles.of(configuration, recorder.map(each -> each.watch(randomness)).orElse(randomness));
    this.host = new Host(roles.nodes());
    this.node = recorder.map(each -> each.watch(host)).orElse(host);
    this.started = loop.now();
  }

  /** Lets another thread end {@link #run}. */
  @FunctionalInterface
  public interface Control {
    /**
     * Called once, before the daemon begins.
     *
     * @param stop ends it in good order; may be called from any thread
     */
    void running(Runnable stop);
  }

  /**
   * Runs until it is stopped.
   *
   * @param configuration what to do
   * @param out takes the log
   * @param verbose whether the log has all facts
   * @param recording where what happens is recorded, if it is; there may be no such file yet
   * @param control gets what stops it
   * @throws DaemonException where it cannot run, or fails while it does
   */
  public static void run(
      Configuration configuration, PrintStream out, boolean verbose, Optional<Path> recording, Control control)
      throws DaemonException {
    LineWriter lines = new LineWriter(out);
    NoticeLog log = new NoticeLog(lines, verbose);
    Voice voice = (level, text) -> log.line(Instant.now(), level, "daemon", text);
    try (lines;
        Resources resources = new Resources(voice)) {
      InstanceLock lock =
          InstanceLock.acquire()
              .orElseThrow(
                  () ->
                      new DaemonException(
                          Reason.BUSY,
                          "another Roam6 runs in this network namespace\n"
                              + "  cure: stop it first, or give both roles to one process"));
      resources.add(lock, lock::close);
      EventLoop loop = EventLoop.open();
      resources.add(loop, loop::close);
      configuration.warnings().forEach(warning -> voice.say(Level.WARNING, warning));
      control.running(loop::stop);
      Rehearsal.start();
      Optional<Recorder> recorder = Optional.empty();
      if (recording.isPresent()) {
        recorder = Optional.of(record(recording.get(), configuration, resources));
      }
      new Daemon(configuration, log, loop, recorder).run(resources, voice);
    } catch (IOException failure) {
      throw Obstacle.of(failure, configuration);
    }
  }

  private static Recorder record(Path file, Configuration configuration, Resources resources)
      throws DaemonException {
    PrintStream stream =
        new PrintStream(Channels.newOutputStream(newFile(file)), false, StandardCharsets.UTF_8);
    resources.add(stream, stream::close);
    LineWriter lines = new LineWriter(stream);
    resources.add(lines, lines::close);
    return new Recorder(
        lines::write,
        configuration.homeAgents(),
        configuration.mobileNode(),
        configuration.correspondent(),
        configuration.router());
  }

  private static FileChannel newFile(Path file) throws DaemonException {
    try {
      return FileChannel.open(
          file,
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (IOException failure) {
      throw new DaemonException(
          Reason.UNAVAILABLE,
          "cannot record in " + file + ": " + failure
              + "\n  cure: name a file that is not there yet, in a folder that is there and writable",
          failure);
    }
  }

  private void run(Resources resources, Voice voice) throws IOException {
    // Listening before asking: what changes in between is told twice, which harms nobody.
    KernelEvents kernelEvents = KernelEvents.open();
    resources.add(kernelEvents, kernelEvents::close);
    ResumeEvents resumeEvents = ResumeEvents.open();
    resources.add(resumeEvents, resumeEvents::close);
    RouteNetlink netlink = RouteNetlink.open();
    resources.add(netlink, netlink::close);
    // RFC 6275 8.1: without one of these roles the packets of mobile nodes are none of our business, but the kernel's.
    if (host.supportsMobility()) {
      tunnels = Optional.of(openTunnels(resources, netlink, raiseShield(resources), voice));
    }
    Path runtime = runtimeFolder();
    resources.add(runtime, () -> removeIfEmpty(runtime));
    Reconciler reconciler = Reconciler.open(netlink, runtime);
    resources.add(reconciler, reconciler::close);

    Storage storage = Storage.open(configuration.stateFile(), text -> voice.say(Level.WARNING, text));
    resources.add(storage, storage::close);

    Wiring wiring = new Wiring(netlink, reconciler, voice, storage);
    resources.add(wiring.hands, wiring.hands::close);
    resources.add(wiring.taps, wiring.taps::close);
    loop.onReadable(kernelEvents.descriptor(), () -> wiring.read(kernelEvents));
    loop.onReadable(resumeEvents.descriptor(), () -> wiring.read(resumeEvents));
    loop.watch(wiring.new NodeDeadlines());
    loop.watch(wiring.interfaces);
    loop.watch(reconciler);
    storage.recall(item -> wiring.driver.deliver(new Event.Recalled(item)));
    wiring.interfaces.resynchronize(loop.now());
    wiring.watch.started();

    ManagementServer server =
        ManagementServer.open(
            configuration.controlSocket(),
            ManagementServer.Limits.DEFAULT,
            new SnapshotBackend(
                loop, this::snapshot, name -> wiring.driver.deliver(new Event.InterfacePreferred(name))));
    resources.add(server, server::close);
    management = Optional.of(server);
    voice.say(Level.INFO, "ready after " + loop.now().since(started).toMillis() + " ms");
    // On a thread of its own, which is in the same network namespace: packets do not wait for it.
    Thread.ofPlatform().name("doctor").daemon().start(() -> tellProblems(voice));
    loop.run();
    voice.say(Level.INFO, "stopping");
    wiring.driver.deliver(new Event.Stopping());
  }

  private SignallingShield raiseShield(Resources resources) throws IOException {
    SignallingShield shield =
        SignallingShield.open(
            configuration.mobileNode().map(MobileNodeConfig::interfaces).orElse(List.of()),
            configuration.homeAgents().stream()
                .filter(HomeAgentConfig::hasVirtualHomeLink)
                .map(HomeAgentConfig::homeAgentAddress)
                .toList());
    resources.add(shield, shield::close);
    return shield;
  }

  private Tunnels openTunnels(Resources resources, RouteNetlink netlink, SignallingShield shield, Voice voice)
      throws IOException {
    Tunnels opened =
        Tunnels.open(configuration.tunnelInterface(), loop, netlink, shield, configuration.hold(), voice);
    resources.add(opened, opened::close);
    return opened;
  }

  private void tellProblems(Voice voice) {
    for (Finding problem : Doctor.problemsWhileRunning(configuration)) {
      voice.say(Level.WARNING, problem.subject() + ": " + problem.text() + "; cure: " + problem.cure());
    }
  }

  /** Connects the roles with this machine. */
  private final class Wiring {
    private final Voice voice;
    private final Reconciler reconciler;
    private final Interfaces interfaces;
    private final LinuxHands hands;
    private final Driver driver;
    private final Taps taps;
    private final InterfaceWatch watch;

    Wiring(RouteNetlink netlink, Reconciler reconciler, Voice voice, Storage storage) throws IOException {
      this.voice = voice;
      this.reconciler = reconciler;
      interfaces = new Interfaces(netlink, this::changed);
      hands = new LinuxHands(interfaces, reconciler, tunnels, voice, Daemon.this::tell, storage);
      driver = new Driver(node, hands, loop::now, Daemon::wallClockOffset);
      tunnels.ifPresent(all -> all.tell(driver::deliver));
      Set<InterfaceName> needed = neededInterfaces();
      watch = new InterfaceWatch(needed, voice);
      // Mobile nodes may be heard on any interface.
      boolean everywhere = !configuration.homeAgents().isEmpty() || configuration.correspondent().isPresent();
      taps =
          new Taps(
              loop,
              name ->
                  !name.equals(configuration.tunnelInterface())
                      && (everywhere || needed.contains(name)),
              tunnels,
              driver::deliver);
    }

    private void changed(Event event) {
      if (event instanceof Event.LinkChanged link) {
        int index = interfaces.index(link.name()).orElse(0);
        watch.changed(link, index);
        try {
          taps.follow(link, index);
        } catch (IOException failure) {
          voice.say(Level.WARNING, "cannot listen on " + link.name() + ": " + failure.getMessage());
        }
      }
      driver.deliver(event);
    }

    private void read(KernelEvents events) {
      try {
        for (KernelEvent event : events.read()) {
          reconciler.handle(event, loop.now());
          interfaces.handle(event, loop.now());
        }
      } catch (IOException failure) {
        voice.say(Level.WARNING, "cannot follow the kernel's tables: " + failure.getMessage());
      }
    }

    private void read(ResumeEvents events) {
      if (events.read()) {
        voice.say(Level.INFO, "this machine goes on from a snapshot: numbers since then are left out");
        driver.deliver(new Event.Resumed());
      }
    }

    /** The deadlines of the roles. */
    private final class NodeDeadlines implements EventLoop.Deadlines {
      @Override
      public Time next() {
        return driver.nextDeadline();
      }

      @Override
      public void reached(Time now) {
        driver.deliver(new Event.DeadlineReached());
      }
    }
  }

  /** The interfaces that the roles have. Mobile nodes may be heard on any other one, too. */
  private Set<InterfaceName> neededInterfaces() {
    Set<InterfaceName> names = new TreeSet<>();
    configuration.homeAgents().stream()
        .filter(role -> !role.hasVirtualHomeLink())
        .forEach(role -> names.add(role.homeInterface()));
    configuration.mobileNode().ifPresent(role -> names.addAll(role.interfaces()));
    configuration
        .router()
        .ifPresent(
            role -> role.interfaces().stream().map(AdvertisingInterface::name).forEach(names::add));
    return names;
  }

  /**
   * Where what must survive a crash is kept: beside the socket, for each network namespace apart.
   */
  private Path runtimeFolder() throws IOException {
    String namespace = Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")).toString();
    Path folder =
        Optional.ofNullable(configuration.controlSocket().toAbsolutePath().getParent())
            .orElse(Path.of("/"));
    return folder.resolve("net-" + namespace.replaceAll("[^0-9]", ""));
  }

  private static void removeIfEmpty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        return;
      }
    }
    Files.delete(folder);
  }

  private static long wallClockOffset() {
    Libc libc = Libc.system();
    return libc.clockGettime(Clocks.CLOCK_REALTIME) - libc.clockGettime(Clocks.CLOCK_BOOTTIME);
  }

  private static Instant wallClock(Time moment) {
    return Instant.ofEpochSecond(0, moment.nanos() + wallClockOffset());
  }

  private void tell(Notice notice, Time moment) {
    Instant time = wallClock(moment);
    log.tell(notice, time);
    long number = ++noticeNumber;
    management.ifPresent(
        server -> server.publish(() -> NoticeDocument.of(notice, number, moment, time)));
  }

  private DaemonSnapshot snapshot(boolean bindings) {
    Time now = loop.now();
    Duration uptime = now.since(started);
    return new DaemonSnapshot(
        configuration,
        now,
        wallClock(now),
        uptime,
        host.snapshot(),
        roles.homeAgents().stream().map(role -> bindings ? role.snapshot(now) : role.summary(now)).toList(),
        roles.mobileNode().map(role -> role.snapshot(now)),
        roles.mobileNode().map(role -> role.knownHomeAgents(now)).orElse(List.of()),
        roles.correspondent().map(role -> role.snapshot(now)),
        roles.router().map(role -> role.snapshot(now)),
        tunnels.map(Tunnels::counters).orElseGet(TreeMap::new),
        log.counts());
  }
}
