package org.roam6.wire;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The test material that lies beside the project, in {@code ../shared/conformance}; tests skip where it is absent. */
public final class Conformance {

  private static final int ETHERNET = 1;
  private static final int ETHERNET_HEADER_LENGTH = 14;
  private static final int ETHERTYPE_IPV6 = 0x86dd;
  private static final int RAW_IPV6 = 229;

  private Conformance() {}

  /** The folder. */
  public static Path folder() {
    Path root = Path.of(System.getProperty("roam6.root", "")).toAbsolutePath();
    for (Path candidate = root; candidate != null; candidate = candidate.getParent()) {
      Path folder = candidate.resolveSibling("shared").resolve("conformance");
      if (Files.isRegularFile(folder.resolve("vectors.jsonl"))) {
        return folder;
      }
    }
    return abort("no conformance material in ../shared/conformance seen from " + root);
  }

  /** The rows of {@code vectors.jsonl}. */
  public static List<JsonNode> vectors() {
    JsonMapper json = new JsonMapper();
    try (var lines = Files.lines(folder().resolve("vectors.jsonl"))) {
      return lines.map(json::readTree).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The IPv6 packets of a capture, {@code zeek/mip6_bu.pcap} for example; other frames are left out. */
  public static List<Octets> packets(String capture) {
    ByteBuffer file = ByteBuffer.wrap(read(folder().resolve("pcaps").resolve(capture))).order(ByteOrder.LITTLE_ENDIAN);
    int linkType = file.getInt(20);
    List<Octets> packets = new ArrayList<>();
    for (int offset = 24; offset < file.limit(); ) {
      int length = file.getInt(offset + 8);
      byte[] frame = new byte[length];
      file.get(offset + 16, frame);
      packetOf(linkType, frame, packets);
      offset += 16 + length;
    }
    return packets;
  }

  private static void packetOf(int linkType, byte[] frame, List<Octets> packets) {
    if (linkType == RAW_IPV6) {
      packets.add(Octets.of(frame));
    } else if (linkType == ETHERNET && ByteBuffer.wrap(frame).getChar(12) == ETHERTYPE_IPV6) {
      packets.add(Octets.of(frame, ETHERNET_HEADER_LENGTH, frame.length - ETHERNET_HEADER_LENGTH));
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
