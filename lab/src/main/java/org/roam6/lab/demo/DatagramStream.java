package org.roam6.lab.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.roam6.linux.namespace.NetworkNamespace;

/** A datagram each millisecond from one host to another, with a record of what arrived when. */
final class DatagramStream implements AutoCloseable {

  private static final long INTERVAL = Duration.ofMillis(1).toNanos();

  /** Datagrams at most: for four minutes. */
  private static final int CAPACITY = 240_000;

  private static final int PAYLOAD = 64;

  private final DatagramChannel sender;
  private final DatagramChannel receiver;
  private final long[] sentAt = new long[CAPACITY];
  private final boolean[] arrived = new boolean[CAPACITY];
  private final long[] arrivals = new long[CAPACITY];
  private volatile int sentCount;
  private volatile int arrivalCount;
  private volatile boolean closed;

  private DatagramStream(DatagramChannel sender, DatagramChannel receiver) {
    this.sender = sender;
    this.receiver = receiver;
  }

  /** Starts a stream from an address and port in one namespace to those in another. */
  static DatagramStream start(
      NetworkNamespace from, InetSocketAddress source, NetworkNamespace to, InetSocketAddress destination)
      throws IOException {
    DatagramChannel receiver = to.call(() -> open(destination, source));
    DatagramChannel sender = from.call(() -> open(source, destination));
    DatagramStream stream = new DatagramStream(sender, receiver);
    Thread.ofPlatform().daemon().name("datagram-receiver").start(stream::receive);
    Thread.ofPlatform().daemon().name("datagram-sender").start(stream::send);
    return stream;
  }

  private static DatagramChannel open(InetSocketAddress own, InetSocketAddress peer) throws IOException {
    DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET6);
    return channel.bind(own).connect(peer);
  }

  private void send() {
    ByteBuffer datagram = ByteBuffer.allocateDirect(PAYLOAD);
    long next = System.nanoTime();
    for (int number = 0; number < CAPACITY && !closed; number++) {
      while (next - System.nanoTime() > 0) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
      next += INTERVAL;
      sentAt[number] = System.nanoTime();
      sentCount = number + 1;
      try {
        sender.write(datagram.clear().putInt(0, number));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException unreachable) {
        // An ICMPv6 error for an earlier datagram: this one was not sent, and counts as lost.
      }
    }
  }

  private void receive() {
    ByteBuffer datagram = ByteBuffer.allocateDirect(PAYLOAD);
    int count = 0;
    while (count < CAPACITY && !closed) {
      try {
        receiver.read(datagram.clear());
      } catch (AsynchronousCloseException e) {
        return;
      } catch (IOException refused) {
        continue;
      }
      int number = datagram.getInt(0);
      if (number >= 0 && number < CAPACITY) {
        arrived[number] = true;
        arrivals[count++] = System.nanoTime();
        arrivalCount = count;
      }
    }
  }

  /** How many datagrams arrived so far. */
  int arrivalCount() {
    return arrivalCount;
  }

  /**
   * The longest pause between two arrivals around a move: of those that begin from the last arrival before it until it
   * is done.
   *
   * @param start when the move began, on the clock of {@link System#nanoTime}
   * @param done when it was done
   */
  Pause longestPause(long start, long done) {
    int count = arrivalCount;
    int next = 0;
    while (next < count && arrivals[next] - start < 0) {
      next++;
    }
    long previous = next == 0 ? start : arrivals[next - 1];
    Pause longest = new Pause(previous, previous);
    for (; next < count && previous - done < 0; next++) {
      if (arrivals[next] - previous > longest.length()) {
        longest = new Pause(previous, arrivals[next]);
      }
      previous = arrivals[next];
    }
    return done - previous > longest.length() ? new Pause(previous, done) : longest;
  }

  /** A time without arrivals, on the clock of {@link System#nanoTime}. */
  record Pause(long start, long end) {
    long length() {
      return end - start;
    }
  }

  /** How many of the datagrams that were sent in a time never arrived. */
  int lost(long start, long end) {
    int lost = 0;
    for (int number = 0; number < sentCount; number++) {
      if (sentAt[number] - start >= 0 && sentAt[number] - end < 0 && !arrived[number]) {
        lost++;
      }
    }
    return lost;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    sender.close();
    receiver.close();
  }
}
