package org.roam6.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a running daemon says of itself.
 *
 * @param path its socket
 */
public record ControlSocket(Path path) {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The answer to one request. */
  public JsonNode ask(String request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(path));
      channel.write(ByteBuffer.wrap(("{\"request\":\"" + request + "\"}\n").getBytes(UTF_8)));
      BufferedReader lines = new BufferedReader(Channels.newReader(channel, UTF_8));
      return JsonMapper.shared().readTree(lines.readLine());
    }
  }

  /** The first answer that is as wanted; each takes the daemon a turn of its loop. */
  public JsonNode await(String request, Predicate<JsonNode> wanted) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonNode answer = ask(request);
    while (!wanted.test(answer)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("within " + PATIENCE + " only: " + answer);
      }
      answer = ask(request);
    }
    return answer;
  }
}
