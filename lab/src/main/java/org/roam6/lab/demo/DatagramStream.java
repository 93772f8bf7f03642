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

/** Datagrams at regular intervals from one host to another, 240,000 at most, with a record of what arrived when. */
public final class DatagramStream implements AutoCloseable {

  /** How often the demo sends one. */
  static final Duration EACH_MILLISECOND = Duration.ofMillis(1);

  private static final int PAYLOAD = 64;

  private final DatagramChannel sender;
  private final DatagramChannel receiver;
  private final long interval;
  private final DatagramRecord record = new DatagramRecord();
  private volatile boolean closed;

  private DatagramStream(DatagramChannel sender, DatagramChannel receiver, Duration interval) {
    this.sender = sender;
    this.receiver = receiver;
    this.interval = interval.toNanos();
  }

  /**
   * Starts a stream from an address and port in one namespace to those in another.
   *
   * @param interval the time between two datagrams
   */
  public static DatagramStream start(
      NetworkNamespace from,
      InetSocketAddress source,
      NetworkNamespace to,
      InetSocketAddress destination,
      Duration interval)
      throws IOException {
    DatagramChannel receiver = to.call(() -> open(destination, source));
    DatagramChannel sender = from.call(() -> open(source, destination));
    DatagramStream stream = new DatagramStream(sender, receiver, interval);
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
    for (int number = 0; number < DatagramRecord.CAPACITY && !closed; number++) {
      while (next - System.nanoTime() > 0) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
      next += interval;
      record.sent(System.nanoTime());
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
    while (!closed) {
      try {
        receiver.read(datagram.clear());
      } catch (AsynchronousCloseException e) {
        return;
      } catch (IOException refused) {
        continue;
      }
      record.arrived(datagram.getInt(0), System.nanoTime());
    }
  }

  /** What was sent and has arrived so far, on the clock of {@link System#nanoTime}. */
  public DatagramRecord record() {
    return record;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    sender.close();
    receiver.close();
  }
}
