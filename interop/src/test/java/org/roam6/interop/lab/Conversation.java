package org.roam6.interop.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.roam6.linux.namespace.NetworkNamespace;

/** Questions of one host, in datagrams, that another one answers as long as it can. */
final class Conversation implements AutoCloseable {

  private static final int PAUSE_MILLIS = 20;

  private final DatagramSocket asking;
  private final DatagramSocket answering;
  private final InetSocketAddress destination;
  private int number;

  private Conversation(DatagramSocket asking, DatagramSocket answering, InetSocketAddress destination) {
    this.asking = asking;
    this.answering = answering;
    this.destination = destination;
  }

  static Conversation begin(
      NetworkNamespace asking, InetSocketAddress source, NetworkNamespace answering, InetSocketAddress destination)
      throws IOException {
    DatagramSocket from = asking.call(() -> new DatagramSocket(source));
    from.setSoTimeout(PAUSE_MILLIS);
    DatagramSocket to = answering.call(() -> new DatagramSocket(destination));
    Conversation conversation = new Conversation(from, to, destination);
    Thread.ofPlatform().daemon().name("answering").start(conversation::answer);
    return conversation;
  }

  private void answer() {
    DatagramPacket question = new DatagramPacket(new byte[Integer.BYTES], Integer.BYTES);
    while (!answering.isClosed()) {
      try {
        answering.receive(question);
        answering.send(question);
      } catch (SocketException closedOrWithoutAddress) {
        // Without its address there is no answer, and the question comes again.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Asks again and again until a question that was asked from now on is answered; false where none is in time. */
  boolean isAnsweredWithin(Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    int first = number + 1;
    do {
      if (ask() >= first) {
        return true;
      }
    } while (System.nanoTime() - end < 0);
    return false;
  }

  /** Asks once: the number of the question that is answered next; -1 where none is within a moment. */
  int ask() throws IOException {
    number++;
    byte[] octets = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    DatagramPacket answer = new DatagramPacket(new byte[Integer.BYTES], Integer.BYTES);
    try {
      asking.send(new DatagramPacket(octets, octets.length, destination));
      asking.receive(answer);
      return ByteBuffer.wrap(answer.getData()).getInt();
    } catch (SocketTimeoutException late) {
      return -1;
    }
  }

  @Override
  public void close() {
    asking.close();
    answering.close();
  }
}
