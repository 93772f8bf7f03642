package org.roam6.bench.homeagent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.roam6.bench.BenchHosts;
import org.roam6.linux.nftables.SignallingShield;
import org.roam6.linux.raw.RoutedSender;
import org.roam6.linux.raw.SignallingTap;
import org.roam6.wire.Decoded;
import org.roam6.wire.ip.Ipv6Packet;

/** A daemon on the host {@code ha}, and a sender of Binding Updates on the host {@code mn}, with a cable between. */
final class DaemonUnderLoad implements AutoCloseable {

  private static final int WINDOW = 128;
  private static final long PATIENCE_NANOS = 3_000_000_000L;
  private static final long PAUSE_NANOS = 50_000;
  private static final String JVM = Path.of(System.getProperty("java.home"), "bin").toString();

  private final BenchHosts hosts;
  private final Path folder = Files.createTempDirectory("roam6-bench");
  private final Process process;
  private final RoutedSender sender;
  private final SignallingTap tap;
  // Or the kernel there would answer acknowledgements with errors.
  private final SignallingShield shield;

  /**
   * Starts it, and waits until it is ready.
   *
   * @param hosts with a cable between {@code ha} and {@code mn}
   * @param homeLink what its configuration says of the home link
   * @param bindings that it may have
   */
  DaemonUnderLoad(BenchHosts hosts, String homeLink, int bindings)
      throws IOException, InterruptedException, ExecutionException {
    this.hosts = hosts;
    Path file = folder.resolve("roam6.yaml");
    Files.writeString(
        file,
        """
        control-socket: %s
        state-folder: %s
        home-agent:
          %s
          prefix: %s
          address: %s
          maximum-bindings: %d
          maximum-lifetime: 262140s
          security: none
        """
            .formatted(
                folder.resolve("sock"), folder, homeLink, MobileNodes.HOME_PREFIX, MobileNodes.HOME_AGENT, bindings));
    Path root = Path.of(System.getProperty("roam6.root"));
    process =
        hosts.start(
            "ha",
            JVM + "/java @" + root.resolve("cli/src/main/jvm/daemon.options") + " -p "
                + root.resolve("cli/target/roam6/lib") + " -m org.roam6.cli/org.roam6.cli.Main run --config " + file);
    BufferedReader log =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = log.readLine(); !line.contains("ready after"); line = log.readLine()) {
      if (line.contains("cure:")) {
        throw new IOException(line);
      }
    }
    Thread.ofPlatform().daemon().start(() -> readOn(log));
    shield = hosts.on("mn", () -> SignallingShield.open(List.of(), List.of()));
    sender = hosts.on("mn", RoutedSender::open);
    int index = Integer.parseInt(hosts.in("mn", "cat /sys/class/net/to-ha/ifindex").strip());
    tap = hosts.on("mn", () -> SignallingTap.open(index));
  }

  // A pipe that nobody reads would hold the daemon up.
  private static void readOn(BufferedReader log) {
    try {
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        if (line.contains(" WARNING ")) {
          ManyBindings.print("# " + line);
        }
      }
    } catch (IOException ended) {
      // With the process.
    }
  }

  /** Sends the Binding Updates of the mobile nodes with these numbers, and waits for all acknowledgements. */
  void update(int from, int to, int round) {
    for (int first = from; first < to; first += WINDOW) {
      int last = Math.min(to, first + WINDOW);
      BitSet missing = new BitSet();
      missing.set(0, last - first);
      while (!missing.isEmpty()) {
        int base = first;
        missing.stream().forEach(number -> sender.send(MobileNodes.update(base + number, round)));
        await(missing, base);
      }
    }
  }

  private void await(BitSet missing, int base) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!missing.isEmpty() && System.nanoTime() < end) {
      int count =
          tap.receive(
              (_, octets, _) -> {
                if (Ipv6Packet.decode(octets) instanceof Decoded.Value<Ipv6Packet>(Ipv6Packet packet)) {
                  int number = MobileNodes.number(packet.checksumDestination()) - base;
                  if (number >= 0 && number < WINDOW) {
                    missing.clear(number);
                  }
                }
              });
      if (count == 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** Octets of live objects on the heap of the daemon, after a full collection. */
  long liveOctets() throws IOException, InterruptedException {
    String histogram = hosts.in("ha", JVM + "/jcmd " + process() + " GC.class_histogram");
    String total = histogram.lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
    return Long.parseLong(total.strip().split("\\s+", -1)[2]);
  }

  /** Octets of memory that the daemon occupies. */
  long residentOctets() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .sum();
  }

  /** Seconds of CPU time that the daemon has used. */
  double cpuSeconds() throws IOException {
    String[] words = Files.readString(Path.of("/proc/" + process() + "/stat")).split("\\) ", -1)[1].split(" ", -1);
    int userTime = 11;
    int ticksPerSecond = 100;
    return (Long.parseLong(words[userTime]) + Long.parseLong(words[userTime + 1])) / (double) ticksPerSecond;
  }

  /** The daemon itself where ip(8) has become it, as it does. */
  private long process() {
    return process.pid();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
    tap.close();
    sender.close();
    shield.close();
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
