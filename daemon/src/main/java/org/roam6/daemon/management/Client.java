package org.roam6.daemon.management;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One connection to the management socket; used by the server's thread only. */
final class Client {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ManagementServer.Limits limits;
  private final BiConsumer<Client, String> requests;
  private final ByteBuffer received;
  private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
  private int unsentOctets;
  private boolean watching;
  private long lastActivity = System.nanoTime();

  Client(
      SocketChannel channel,
      SelectionKey key,
      ManagementServer.Limits limits,
      BiConsumer<Client, String> requests) {
    this.channel = channel;
    this.key = key;
    this.limits = limits;
    this.requests = requests;
    this.received = ByteBuffer.allocate(limits.requestOctets());
  }

  boolean isWatching() {
    return watching;
  }

  void watch() {
    watching = true;
  }

  /** How long the client has kept us waiting; less than zero where it may do so. */
  long idleNanos(long now) {
    return watching && unsent.isEmpty() ? -1 : now - lastActivity;
  }

  void read() {
    try {
      if (channel.read(received) < 0) {
        close();
        return;
      }
    } catch (IOException gone) {
      close();
      return;
    }
    lastActivity = System.nanoTime();
    takeLines();
    if (!received.hasRemaining()) {
      refuse("the request is longer than " + limits.requestOctets() + " octets");
      close();
    }
  }

  private void takeLines() {
    received.flip();
    for (int end = lineEnd(); end >= 0 && channel.isOpen(); end = lineEnd()) {
      byte[] line = new byte[end - received.position()];
      received.get(line).get();
      take(new String(line, UTF_8));
    }
    received.compact();
  }

  private int lineEnd() {
    for (int i = received.position(); i < received.limit(); i++) {
      if (received.get(i) == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void take(String line) {
    JsonNode request;
    try {
      request = JSON.readTree(line).path("request");
    } catch (JacksonException notJson) {
      refuse("the request is not JSON");
      return;
    }
    if (request.isString()) {
      requests.accept(this, request.stringValue());
    } else {
      refuse("the request has no member \"request\"");
    }
  }

  /** Answers what cannot be done. */
  void refuse(String reason) {
    send(error(reason));
  }

  /** The line that says that something cannot be done. */
  static String error(String reason) {
    return JSON.createObjectNode().put("schema", "roam6.error/1").put("error", reason).toString();
  }

  /** Sends a line, now or as soon as the client has read what came before. */
  void send(String line) {
    byte[] octets = (line + "\n").getBytes(UTF_8);
    if (unsentOctets + octets.length > limits.unsentOctets() && unsentOctets > 0) {
      close();
      return;
    }
    if (unsent.isEmpty()) {
      lastActivity = System.nanoTime();
    }
    unsent.add(ByteBuffer.wrap(octets));
    unsentOctets += octets.length;
    flush();
  }

  void flush() {
    try {
      for (ByteBuffer first = unsent.peek(); first != null; first = unsent.peek()) {
        int written = channel.write(first);
        unsentOctets -= written;
        if (written > 0) {
          lastActivity = System.nanoTime();
        }
        if (first.hasRemaining()) {
          break;
        }
        unsent.remove();
      }
      if (key.isValid()) {
        key.interestOps(
            unsent.isEmpty() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      }
    } catch (IOException gone) {
      close();
    }
  }

  void close() {
    key.cancel();
    try {
      channel.close();
    } catch (IOException closedAnyway) {
      unsent.clear();
    }
  }
}
