package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.TestNamespace;

/** What a program on a mobile node sends while the node moves from link to link. */
@OnRealKernel
@Timeout(120)
final class MovingTrafficTest {

  private static final int PACKETS = 4500;
  // A move each second: Binding Updates are limited in number (RFC 6275 11.8).
  private static final int PACKETS_OF_A_MOVE = 1000;
  private static final long MILLISECOND = 1_000_000;

  @TempDir private Path folder;
  private final Semaphore due = new Semaphore(0);

  @Test
  @Tag("R6275-209")
  void socketsNoticeNothingAndFewPacketsAreLost() throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool();
        HomeAndAway network = new HomeAndAway(folder);
        DaemonProcess homeAgent = network.startHomeAgent("");
        DaemonProcess mobileNode = network.startMobileNode("")) {
      mobileNode.next("at home as");
      network.move(HomeAndAway.VISITED);
      mobileNode.next("acknowledged, status 0");
      try (DatagramSocket from = socket(network.mobileNode(), HomeAndAway.HOME_ADDRESS);
          DatagramSocket to = socket(network.router(), HomeAndAway.CORRESPONDENT)) {
        CompletableFuture<BitSet> received = CompletableFuture.supplyAsync(() -> receive(to), threads);
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(from, to), threads);
        for (String link : List.of(HomeAndAway.OTHER, HomeAndAway.VISITED, HomeAndAway.OTHER)) {
          due.acquire();
          network.move(link);
          mobileNode.next("acknowledged, status 0");
        }
        due.acquire();
        network.move(HomeAndAway.HOME);
        mobileNode.next("binding deleted");
        assertThat(homeAgent.next("needs no home agent")).isNotEmpty();
        sent.get();
        int lost = PACKETS - received.get().cardinality();
        assertThat(lost).isLessThan(PACKETS / 10);
      }
    }
  }

  private static DatagramSocket socket(TestNamespace namespace, String address) {
    return namespace.call(() -> {
      DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), 0));
      socket.setSoTimeout(2000);
      return socket;
    });
  }

  /** A packet each millisecond; an error of the socket fails the test. */
  private void send(DatagramSocket from, DatagramSocket to) {
    try {
      from.connect(to.getLocalSocketAddress());
      long start = System.nanoTime();
      for (int i = 0; i < PACKETS; i++) {
        from.send(new DatagramPacket(ByteBuffer.allocate(4).putInt(i).array(), 4));
        if (i % PACKETS_OF_A_MOVE == PACKETS_OF_A_MOVE / 2) {
          due.release();
        }
        long next = start + (i + 1) * MILLISECOND;
        long wait = Math.max(0, next - System.nanoTime());
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS)).join();
      }
    } catch (IOException error) {
      throw new AssertionError("the socket noticed the move", error);
    }
  }

  private static BitSet receive(DatagramSocket to) {
    BitSet numbers = new BitSet();
    DatagramPacket packet = new DatagramPacket(new byte[4], 4);
    try {
      while (numbers.cardinality() < PACKETS) {
        to.receive(packet);
        numbers.set(ByteBuffer.wrap(packet.getData()).getInt());
      }
    } catch (SocketTimeoutException noMore) {
      return numbers;
    } catch (IOException error) {
      throw new AssertionError(error);
    }
    return numbers;
  }
}
