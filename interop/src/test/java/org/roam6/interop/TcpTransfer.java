package org.roam6.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;

/** Many octets by TCP from one host to another and back. */
final class TcpTransfer {

  private TcpTransfer() {}

  /** The same octets from {@code client} to {@code server} and back again, as far as a checksum can tell. */
  static void thereAndBack(
      TestNamespace client, String clientAddress, TestNamespace server, String serverAddress, int length)
      throws Exception {
    byte[] octets = new byte[length];
    new Random(2473).nextBytes(octets);
    try (ServerSocket listening =
        server.call(() -> new ServerSocket(0, 1, InetAddress.getByName(serverAddress)))) {
      CompletableFuture<Long> echoed = CompletableFuture.supplyAsync(() -> echo(listening));
      InetSocketAddress from = new InetSocketAddress(InetAddress.getByName(clientAddress), 0);
      Socket connected = client.call(() -> {
        Socket socket = new Socket();
        socket.bind(from);
        socket.connect(listening.getLocalSocketAddress(), 10_000);
        return socket;
      });
      try (connected) {
        OutputStream out = connected.getOutputStream();
        out.write(octets);
        connected.shutdownOutput();
        byte[] back = connected.getInputStream().readAllBytes();
        assertThat(checksum(back)).isEqualTo(checksum(octets));
        assertThat(echoed.get()).isEqualTo(checksum(octets));
      }
    }
  }

  private static long echo(ServerSocket server) {
    try (Socket socket = server.accept();
        InputStream in = socket.getInputStream()) {
      byte[] received = in.readAllBytes();
      socket.getOutputStream().write(received);
      socket.shutdownOutput();
      return checksum(received);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long checksum(byte[] octets) {
    CRC32C checksum = new CRC32C();
    checksum.update(octets);
    return checksum.getValue();
  }
}
