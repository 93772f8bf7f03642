package org.roam6.lab.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.roam6.linux.namespace.NetworkNamespace;
import org.roam6.wire.Octets;

/** Random octets by TCP from one host to another, at a steady pace, compared by their hashes at the end. */
final class Transfer implements AutoCloseable {

  private static final int BLOCK = 64 << 10;
  private static final int SEED = 6275;

  private final ServerSocketChannel listener;
  private final SocketChannel sender;
  private final long minimum;
  private final long blockInterval;
  private final CompletableFuture<Half> sent = new CompletableFuture<>();
  private final CompletableFuture<Half> received = new CompletableFuture<>();
  private volatile boolean finishing;
  private volatile long receivedOctets;

  private Transfer(ServerSocketChannel listener, SocketChannel sender, long minimum, long octetsPerSecond) {
    this.listener = listener;
    this.sender = sender;
    this.minimum = minimum;
    this.blockInterval = Duration.ofSeconds(1).toNanos() * BLOCK / octetsPerSecond;
  }

  /** What one end saw. */
  private record Half(long octets, Octets hash) {}

  /**
   * What became of a transfer.
   *
   * @param octets how many arrived
   * @param intact whether all that was sent arrived as it was sent
   * @param broken whether the connection broke
   */
  record Outcome(long octets, boolean intact, boolean broken) {}

  /**
   * Starts a transfer.
   *
   * @param destination address and port in the namespace {@code to}
   * @param minimum octets to be sent at least; it goes on beyond them until {@link #finish}
   * @param octetsPerSecond the pace
   */
  static Transfer start(
      NetworkNamespace from, NetworkNamespace to, InetSocketAddress destination, long minimum, long octetsPerSecond)
      throws IOException {
    ServerSocketChannel listener =
        to.call(() -> ServerSocketChannel.open(StandardProtocolFamily.INET6).bind(destination));
    SocketChannel sender = from.call(() -> SocketChannel.open(StandardProtocolFamily.INET6));
    Transfer transfer = new Transfer(listener, sender, minimum, octetsPerSecond);
    Thread.ofPlatform().daemon().name("tcp-receiver").start(transfer::receive);
    Thread.ofPlatform().daemon().name("tcp-sender").start(() -> transfer.send(destination));
    return transfer;
  }

  private void send(InetSocketAddress destination) {
    byte[] block = new byte[BLOCK];
    SplittableRandom random = new SplittableRandom(SEED);
    MessageDigest hash = sha256();
    long octets = 0;
    try (sender) {
      sender.connect(destination);
      long next = System.nanoTime();
      while (octets < minimum || !finishing) {
        random.nextBytes(block);
        hash.update(block);
        ByteBuffer buffer = ByteBuffer.wrap(block);
        while (buffer.hasRemaining()) {
          sender.write(buffer);
        }
        octets += BLOCK;
        // What a move has delayed is not made up for at once.
        next = Math.max(next, System.nanoTime() - 4 * blockInterval) + blockInterval;
        while (next - System.nanoTime() > 0) {
          LockSupport.parkNanos(next - System.nanoTime());
        }
      }
      sender.shutdownOutput();
      sent.complete(new Half(octets, Octets.of(hash.digest())));
      received.join();
    } catch (IOException | RuntimeException e) {
      sent.completeExceptionally(e);
    }
  }

  private void receive() {
    MessageDigest hash = sha256();
    ByteBuffer buffer = ByteBuffer.allocate(BLOCK);
    long octets = 0;
    try (SocketChannel receiver = listener.accept()) {
      while (receiver.read(buffer.clear()) >= 0) {
        hash.update(buffer.flip());
        octets += buffer.limit();
        receivedOctets = octets;
      }
      received.complete(new Half(octets, Octets.of(hash.digest())));
    } catch (IOException | RuntimeException e) {
      received.completeExceptionally(e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many octets arrived so far. */
  long receivedOctets() {
    return receivedOctets;
  }

  /** Ends when the connection breaks, or after {@code limit}: whether it broke. */
  boolean breaksWithin(Duration limit) throws InterruptedException {
    try {
      CompletableFuture.anyOf(sent, received).get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return false;
    } catch (ExecutionException broken) {
      return true;
    } catch (TimeoutException stillThere) {
      return false;
    }
  }

  /** Sends no more than must be, and waits for the end. */
  Outcome finish(Duration limit) throws InterruptedException {
    finishing = true;
    try {
      Half source = sent.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      Half sink = received.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return new Outcome(sink.octets(), source.equals(sink), false);
    } catch (ExecutionException | TimeoutException broken) {
      return new Outcome(receivedOctets, false, true);
    }
  }

  @Override
  public void close() throws IOException {
    sender.close();
    listener.close();
  }
}
