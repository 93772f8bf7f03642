package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.roam6.interop.Stranger;
import org.roam6.interop.TestNamespace;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;

/** Applications on a mobile node that ask {@link Correspondent}s by which address these know them. */
final class Applications {

  private static final InetSocketAddress NOWHERE = new InetSocketAddress("::", 0);
  private static final int PATIENCE_MILLISECONDS = 10_000;

  private final HomeAndAway network;
  private final DaemonProcess mobileNode;
  private String link;

  /** Applications beside {@code mobileNode}, which has begun on {@code link}: waits until it knows. */
  Applications(HomeAndAway network, DaemonProcess mobileNode, String link) throws InterruptedException {
    this.network = network;
    this.mobileNode = mobileNode;
    this.link = link;
    awaitRegistration();
  }

  /** An echo request as it passed a link. */
  record Ping(Ipv6Address source, boolean tunnelled) {}

  /** The namespace in which the applications are. */
  private TestNamespace here() {
    return network.mobileNode();
  }

  /** Goes to a link, if need be, and waits until the home agent knows. */
  void at(String where) throws IOException, InterruptedException {
    if (!link.equals(where)) {
      network.move(where);
      link = where;
      awaitRegistration();
    }
  }

  private void awaitRegistration() throws InterruptedException {
    mobileNode.next(link.equals(HomeAndAway.HOME) ? "at home as" : "acknowledged, status 0");
  }

  /** Goes to a link, and does something while the cable is in none. */
  <T> T goingTo(String where, Callable<T> meanwhile) throws Exception {
    network.unplug();
    T result = meanwhile.call();
    network.plugIn(where);
    link = where;
    awaitRegistration();
    return result;
  }

  /** Turns the mobile interface off and on. */
  void restartInterface() throws InterruptedException {
    here().run("ip link set eth0 down");
    here().run("ip link set eth0 up");
    mobileNode.next("the same link");
    here().awaitLinkLocalAddress("eth0");
  }

  Ipv6Address careOfAddress() {
    Ipv6Prefix prefix = Ipv6Prefix.parse(link.equals(HomeAndAway.VISITED) ? "2001:db8:a::/64" : "2001:db8:b::/64");
    return here().run("ip -6 -o addr show dev eth0 scope global").lines()
        .map(line -> Ipv6Address.parse(line.replaceAll(".* inet6 ([^/]*)/.*", "$1")))
        .filter(prefix::contains)
        .findFirst()
        .orElseThrow();
  }

  /** By which address a correspondent knows a connection of a socket that binds no address. */
  Ipv6Address tcp(String to, int port) {
    return tcp(NOWHERE, to, port);
  }

  /** As {@link #tcp(String, int)}, of a socket that is bound to {@code from}. */
  Ipv6Address tcp(Ipv6Address from, String to, int port) {
    return tcp(new InetSocketAddress(from.toString(), 0), to, port);
  }

  private Ipv6Address tcp(InetSocketAddress from, String to, int port) {
    return here().call(() -> {
      try (Socket socket = new Socket()) {
        socket.bind(from);
        socket.connect(new InetSocketAddress(to, port), PATIENCE_MILLISECONDS);
        socket.setSoTimeout(PATIENCE_MILLISECONDS);
        return Correspondent.address(socket.getInputStream().readAllBytes());
      }
    });
  }

  /** Begins to connect a socket that binds no address. */
  SocketChannel beginConnection(String to, int port) {
    return here().call(() -> {
      SocketChannel connection = SocketChannel.open(StandardProtocolFamily.INET6);
      connection.configureBlocking(false);
      connection.connect(new InetSocketAddress(to, port));
      connection.configureBlocking(true);
      return connection;
    });
  }

  /** By which address a correspondent knows who sent a datagram and bound no address, connected or not. */
  Ipv6Address udp(String to, int port) {
    return udp(NOWHERE, to, port);
  }

  /** As {@link #udp(String, int)}, of a socket that is bound to {@code from}. */
  Ipv6Address udp(Ipv6Address from, String to, int port) {
    return udp(new InetSocketAddress(from.toString(), 0), to, port);
  }

  /** As {@link #udp(String, int)}, with {@code octets} of payload in both directions. */
  Ipv6Address longUdp(String to, int port, int octets) {
    return udp(NOWHERE, new InetSocketAddress(to, port), octets, false);
  }

  private Ipv6Address udp(InetSocketAddress from, String to, int port) {
    Ipv6Address known = udp(from, new InetSocketAddress(to, port), 100, false);
    assertThat(udp(from, new InetSocketAddress(to, port), 100, true)).as("connected").isEqualTo(known);
    return known;
  }

  private Ipv6Address udp(InetSocketAddress from, InetSocketAddress to, int octets, boolean connected) {
    return here().call(() -> {
      try (DatagramSocket socket = new DatagramSocket(from)) {
        if (connected) {
          socket.connect(to);
        }
        socket.setSoTimeout(PATIENCE_MILLISECONDS);
        socket.send(new DatagramPacket(new byte[octets], octets, to));
        DatagramPacket answer = new DatagramPacket(new byte[octets + 1], octets + 1);
        socket.receive(answer);
        assertThat(answer.getLength()).isEqualTo(octets);
        return Correspondent.address(Arrays.copyOf(answer.getData(), answer.getLength()));
      }
    });
  }

  /** Transfers 300 kilooctets by TCP in both directions; an iperf3 in {@code server} has the other end. */
  void transfer(TestNamespace server, String to) {
    for (String direction : List.of("", " -R")) {
      Process listening = server.background("iperf3 -s -1 --forceflush -B " + to);
      try {
        assertThat(listening.inputReader().lines().anyMatch(line -> line.contains("listening"))).isTrue();
        here().run("timeout 30 iperf3 -6 -n 300K -c " + to + direction);
      } finally {
        listening.destroy();
      }
    }
  }

  /** What the link hears of ping with {@code arguments}, which has to be answered. */
  Ping ping(String arguments) {
    try (Stranger ear = network.eavesdropper(link)) {
      here().run("ping -6 -c 1 -W 5 " + arguments);
      Ipv6Packet request = ear.next(packet -> isEchoRequest(innermost(packet)));
      return new Ping(innermost(request).header().source(), request.protocol() == IpProtocol.IPV6);
    }
  }

  private static Ipv6Packet innermost(Ipv6Packet packet) {
    return packet.protocol() == IpProtocol.IPV6
            && Ipv6Packet.decode(packet.payload()) instanceof Decoded.Value<Ipv6Packet>(Ipv6Packet inner)
        ? inner
        : packet;
  }

  private static boolean isEchoRequest(Ipv6Packet packet) {
    return packet.protocol() == IpProtocol.ICMPV6 && packet.payload().at(0) == Icmpv6Type.ECHO_REQUEST;
  }
}
