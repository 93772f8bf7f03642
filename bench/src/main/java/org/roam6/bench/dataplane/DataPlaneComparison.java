package org.roam6.bench.dataplane;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.roam6.linux.host.EventLoop;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.linux.tun.HoldLimits;
import org.roam6.linux.tun.TunDevice;
import org.roam6.linux.tun.TunnelDataPlane;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.ForwardingState;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.protocol.forwarding.Tunnel.Side;
import org.roam6.wire.Ipv6Address;

/**
 * Single-stream TCP from a correspondent to a mobile node: through the TUN data plane, through wireguard-go in the same
 * place, and without any tunnel, in turns. Prints the Gbit/s of each (medians) and the ratio as JSON. Needs root,
 * {@code iperf3}, {@code nft}, {@code wireguard-go} and {@code wg}.
 */
public final class DataPlaneComparison {

  private static final Pattern RECEIVED =
      Pattern.compile("\"sum_received\":\\s*\\{[^}]*\"bits_per_second\":\\s*([0-9.e+]+)");
  private static final String ROAM6 = "roam0";
  private static final String WIREGUARD = "wg0";
  private static final String PLAIN = "";

  private final BenchNetwork network;
  private final int seconds;

  private DataPlaneComparison(BenchNetwork network, int seconds) {
    this.network = network;
    this.seconds = seconds;
  }

  /**
   * Runs the comparison.
   *
   * @param arguments rounds (3 unless given) and seconds of each transfer (4 unless given)
   */
  public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
    try (BenchNetwork network = new BenchNetwork()) {
      DataPlaneComparison comparison = new DataPlaneComparison(network, seconds);
      comparison.startRoam6();
      comparison.startWireguard();
      System.out.println(comparison.measure(rounds));
    }
  }

  private void startRoam6() throws IOException, InterruptedException, ExecutionException {
    startRoam6("ha", Side.HOME_AGENT, BenchNetwork.HOME_AGENT, BenchNetwork.CARE_OF, "to-ar");
    startRoam6("mn", Side.MOBILE_NODE, BenchNetwork.CARE_OF, BenchNetwork.HOME_AGENT, "to-ar");
  }

  private void startRoam6(String host, Side side, String local, String remote, String uplink)
      throws IOException, InterruptedException, ExecutionException {
    ForwardingState state = new ForwardingState();
    BindingKey key = BindingKey.of(Ipv6Address.parse(BenchNetwork.HOME));
    state.put(new Tunnel(key, side, Ipv6Address.parse(local), Ipv6Address.parse(remote), List.of(), Time.NEVER));
    EventLoop loop = network.on(host, () -> {
      EventLoop made = EventLoop.open();
      TunnelDataPlane dataPlane =
          TunnelDataPlane.open(
              made, TunDevice.open(new InterfaceName(ROAM6)), new InterfaceName(ROAM6), state, HoldLimits.NONE);
      dataPlane.listen(Libc.system().interfaceIndex(uplink));
      return made;
    });
    Thread.ofPlatform().daemon().name("data-plane-" + host).start(() -> run(loop));
    network.in(host, "ip link set " + ROAM6 + " mtu 1460 up");
  }

  private static void run(EventLoop loop) {
    try {
      loop.run();
    } catch (SystemCallException e) {
      throw new IllegalStateException(e);
    }
  }

  private void startWireguard() throws IOException, InterruptedException {
    String homeAgentKey = BenchNetwork.run("wg genkey").strip();
    String mobileNodeKey = BenchNetwork.run("wg genkey").strip();
    startWireguard("ha", homeAgentKey, mobileNodeKey, BenchNetwork.CARE_OF);
    startWireguard("mn", mobileNodeKey, homeAgentKey, BenchNetwork.HOME_AGENT);
  }

  private void startWireguard(String host, String own, String peer, String endpoint)
      throws IOException, InterruptedException {
    Files.createDirectories(Path.of("/run/wireguard"));
    // Each needs a control socket of its own, and its name is that of the interface.
    String name = WIREGUARD + host;
    Process daemon = network.start(host, "wireguard-go -f " + name);
    Path socket = Path.of("/run/wireguard", name + ".sock");
    while (!Files.exists(socket)) {
      if (!daemon.isAlive()) {
        throw new IOException("wireguard-go: " + new String(daemon.getInputStream().readAllBytes(), US_ASCII));
      }
      Thread.onSpinWait();
    }
    Path configuration = Files.createTempFile("roam6-bench", ".conf");
    try {
      Files.writeString(
          configuration,
          """
          [Interface]
          PrivateKey = %s
          ListenPort = 51820
          [Peer]
          PublicKey = %s
          AllowedIPs = ::/0
          Endpoint = [%s]:51820
          """.formatted(own, publicKey(peer), endpoint));
      network.in(host, "wg setconf " + name + " " + configuration);
    } finally {
      Files.delete(configuration);
    }
    network.in(host, "ip link set " + name + " name " + WIREGUARD + " up");
  }

  private static String publicKey(String secret) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("wg", "pubkey").start();
    process.getOutputStream().write(secret.getBytes(US_ASCII));
    process.getOutputStream().close();
    String key = new String(process.getInputStream().readAllBytes(), US_ASCII).strip();
    process.waitFor();
    return key;
  }

  private String measure(int rounds) throws IOException, InterruptedException {
    Map<String, List<Double>> results = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (String tunnel : List.of(ROAM6, WIREGUARD, PLAIN)) {
        network.leadThrough(tunnel);
        double gigabits = transfer();
        System.err.printf(Locale.ROOT, "%d %-6s %.2f Gbit/s%n", round, tunnel.isEmpty() ? "plain" : tunnel, gigabits);
        // The first round warms up.
        if (round > 0) {
          results.computeIfAbsent(tunnel, t -> new ArrayList<>()).add(gigabits);
        }
      }
    }
    double roam6 = median(results.getOrDefault(ROAM6, List.of()));
    double wireguard = median(results.getOrDefault(WIREGUARD, List.of()));
    double plain = median(results.getOrDefault(PLAIN, List.of()));
    return String.format(
        Locale.ROOT,
        "{\"schema\":\"roam6.bench.data-plane/1\",\"roam6_gbps\":%.2f,\"wireguard_go_gbps\":%.2f,"
            + "\"plain_gbps\":%.2f,\"ratio_to_wireguard_go\":%.2f,\"ratio_to_plain\":%.2f}",
        roam6, wireguard, plain, roam6 / wireguard, roam6 / plain);
  }

  private double transfer() throws IOException, InterruptedException {
    Process server = network.start("mn", "iperf3 -s -1 --forceflush -B " + BenchNetwork.HOME);
    // It prints the first line when it listens.
    server.inputReader(US_ASCII).readLine();
    server.inputReader(US_ASCII).readLine();
    String output = network.in("cn", "iperf3 -6 -J -c " + BenchNetwork.HOME + " -t " + seconds);
    server.destroy();
    Matcher matcher = RECEIVED.matcher(output);
    if (!matcher.find()) {
      throw new IOException("no result of iperf3: " + output);
    }
    return Double.parseDouble(matcher.group(1)) / 1e9;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }
}
