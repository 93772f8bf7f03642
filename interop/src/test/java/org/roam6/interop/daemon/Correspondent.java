package org.roam6.interop.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.roam6.interop.TestNamespace;
import org.roam6.wire.Ipv6Address;

/**
 * A host that tells by TCP and UDP, on some ports of some addresses, by which address whoever asks is known to it; its
 * datagrams are as long as those that ask.
 */
final class Correspondent implements AutoCloseable {

  private static final int MOST_OCTETS = 10_000;

  private static final int LONGEST_TEXT = 60;

  private final List<Closeable> sockets = new ArrayList<>();

  /** Serves in {@code namespace}, which has {@code addresses}. */
  Correspondent(TestNamespace namespace, List<String> addresses, List<Integer> ports) {
    for (String address : addresses) {
      for (int port : ports) {
        InetSocketAddress here = new InetSocketAddress(address, port);
        namespace.call(() -> serve(here));
      }
    }
  }

  private boolean serve(InetSocketAddress here) throws IOException {
    ServerSocket connections = new ServerSocket(here.getPort(), 0, here.getAddress());
    sockets.add(connections);
    DatagramSocket datagrams = new DatagramSocket(here);
    sockets.add(datagrams);
    start(() -> answerConnection(connections));
    start(() -> answerDatagram(datagrams));
    return true;
  }

  /** Does it again and again until its socket is closed. */
  private static void start(Callable<Boolean> work) {
    Thread.ofPlatform().daemon().start(() -> {
      try {
        while (work.call()) {}
      } catch (IOException closed) {
        return;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private static boolean answerConnection(ServerSocket connections) throws IOException {
    try (Socket connection = connections.accept()) {
      connection.getOutputStream().write(text(connection.getInetAddress()));
    }
    return true;
  }

  private static boolean answerDatagram(DatagramSocket datagrams) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[MOST_OCTETS], MOST_OCTETS);
    datagrams.receive(packet);
    packet.setData(Arrays.copyOf(text(packet.getAddress()), Math.max(LONGEST_TEXT, packet.getLength())));
    datagrams.send(packet);
    return true;
  }

  private static byte[] text(InetAddress address) {
    return address.getHostAddress().getBytes(UTF_8);
  }

  /** The address that an answer of a correspondent says. */
  static Ipv6Address address(byte[] answer) {
    try {
      String text = new String(answer, UTF_8).replace("\0", "");
      return Ipv6Address.read(ByteBuffer.wrap(InetAddress.getByName(text).getAddress()), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (Closeable socket : sockets) {
      socket.close();
    }
  }
}
