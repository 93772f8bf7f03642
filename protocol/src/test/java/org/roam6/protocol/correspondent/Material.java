package org.roam6.protocol.correspondent;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.roam6.wire.Octets;

/** The test material that lies beside the project, in {@code ../shared/conformance}; tests skip where it is absent. */
public final class Material {

  private static final int RAW_IPV6 = 229;
  private static final int ETHERNET_HEADER_LENGTH = 14;

  private Material() {}

  /** The texts of a row of {@code vectors.jsonl}. */
  public record Row(Map<String, String> texts) {

    /** The text of a field that is there. */
    public String get(String field) {
      return Optional.ofNullable(texts.get(field)).orElseThrow(() -> new AssertionError("no " + field));
    }
  }

  /** The row of this name. */
  public static Row row(String id) {
    Map<String, String> texts = new HashMap<>();
    try (var lines = Files.lines(folder().resolve("vectors.jsonl"))) {
      String row = lines.filter(line -> line.contains("\"id\": \"" + id + "\"")).findFirst().orElseThrow();
      Matcher field = Pattern.compile("\"(\\w+)\": \"([^\"]*)\"").matcher(row);
      while (field.find()) {
        texts.put(field.group(1), field.group(2));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Row(texts);
  }

  /** The IPv6 packets of a capture; other frames are left out. */
  public static List<Octets> packets(String capture) {
    ByteBuffer file = ByteBuffer.wrap(read(folder().resolve("pcaps").resolve(capture)));
    file.order(ByteOrder.LITTLE_ENDIAN);
    int before = file.getInt(20) == RAW_IPV6 ? 0 : ETHERNET_HEADER_LENGTH;
    List<Octets> packets = new ArrayList<>();
    for (int offset = 24; offset < file.limit(); offset += 16 + file.getInt(offset + 8)) {
      Octets frame = Octets.of(file.array(), offset + 16, file.getInt(offset + 8));
      if (before == 0 || frame.at(12) == 0x86 && frame.at(13) == 0xdd) {
        packets.add(frame.slice(before, frame.length()));
      }
    }
    return packets;
  }

  private static Path folder() {
    Path root = Path.of(System.getProperty("roam6.root", "")).toAbsolutePath();
    for (Path candidate = root; candidate != null; candidate = candidate.getParent()) {
      Path folder = candidate.resolveSibling("shared").resolve("conformance");
      if (Files.isRegularFile(folder.resolve("vectors.jsonl"))) {
        return folder;
      }
    }
    return abort("no conformance material in ../shared/conformance seen from " + root);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
