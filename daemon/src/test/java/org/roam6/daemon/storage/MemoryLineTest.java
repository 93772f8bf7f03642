package org.roam6.daemon.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.roam6.protocol.Memory;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A damaged line is no item: what a role would go by must stand in it. */
class MemoryLineTest {

  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  private static final Ipv6Address PEER = Ipv6Address.parse("2001:db8:1::1");
  private static final Instant TIME = Instant.parse("2027-01-31T12:00:00Z");

  @TempDir private Path folder = Path.of("");

  static Stream<Memory> items() {
    return Stream.of(
        new Memory.UsedSequenceNumbers(HOME, PEER, new SequenceNumber(7)),
        new Memory.CorrespondentSequenceNumbers(HOME, 255, PEER, new SequenceNumber(7)),
        new Memory.AcceptedTimestamp(1000, "mn@example.org", new NtpTimestamp(-1)),
        new Memory.EarlyBindingUpdate(HOME, new NtpTimestamp(-2), new SequenceNumber(65_535)),
        new Memory.HomeRegistration(HOME, PEER, new SequenceNumber(65_535), new Lifetime(5), true, TIME),
        new Memory.HeardHomeAgents(List.of(new Memory.HeardHomeAgent(PEER, 64, 65_535, TIME))),
        new Memory.FormerHomeAgents(HOME, List.of(PEER, HOME)),
        new Memory.DiscoveredHomeAgents(HOME, List.of(PEER), Optional.of(PEER)),
        new Memory.RenumberedHomeAddresses(
            List.of(new Memory.FormedHomeAddress(HOME, Ipv6Prefix.parse("2001:db8:9::/64"))), List.of(HOME)));
  }

  private static List<ObjectNode> objects(JsonNode line) {
    List<ObjectNode> objects = new ArrayList<>(List.of((ObjectNode) line));
    line.path("all").forEach(each -> objects.add((ObjectNode) each));
    line.path("formed").forEach(each -> objects.add((ObjectNode) each));
    return objects;
  }

  @ParameterizedTest
  @MethodSource("items")
  void readsBackAndIsNoneWithoutAnyOfItsFields(Memory item) {
    String text = MemoryLine.write(item);
    assertThat(MemoryLine.read(text)).contains(item);
    JsonNode line = JsonMapper.shared().readTree(text);
    for (ObjectNode object : objects(line)) {
      for (String field : List.copyOf(object.propertyNames())) {
        JsonNode value = object.remove(field);
        assertThat(MemoryLine.read(line.toString())).as("without " + field).isEmpty();
        object.set(field, value);
      }
    }
    assertThat(MemoryLine.read(line.toString())).contains(item);
  }

  @Test
  void isNoneWhereANumberIsOneThatNobodyWrites() {
    String heard = MemoryLine.write(new Memory.HeardHomeAgents(List.of(new Memory.HeardHomeAgent(PEER, 64, 10, TIME))));
    assertThat(MemoryLine.read(heard.replace(":64", ":129"))).isEmpty();
    assertThat(MemoryLine.read(heard.replace(":10,", ":65536,"))).isEmpty();
  }

  @Test
  void isNoneWhereNoHomeAddressCanBeFormed() {
    String formed = MemoryLine.write(items().toList().getLast());
    assertThat(MemoryLine.read(formed.replace("9::/64", "9::/56"))).isEmpty();
    assertThat(MemoryLine.read(formed.replace("2001:db8:9::", "ff02::"))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("items")
  void isNoneWhereItsEndIsMissing(Memory item) {
    String text = MemoryLine.write(item);
    for (int length = 0; length < text.length(); length++) {
      assertThat(MemoryLine.read(text.substring(0, length))).as(text.substring(0, length)).isEmpty();
    }
  }

  @Test
  void oneThatIsTooLongCostsThatLineOnly() throws IOException {
    Memory good = new Memory.UsedSequenceNumbers(HOME, PEER, new SequenceNumber(7));
    Path file = folder.resolve("mn.memory");
    Storage.open(file, _ -> {}).close();
    Files.writeString(file, Files.readString(file) + "x".repeat(200_000) + "\n" + MemoryLine.write(good) + "\n");

    List<String> warnings = new ArrayList<>();
    List<Memory> items = new ArrayList<>();
    try (Storage storage = Storage.open(file, warnings::add)) {
      storage.recall(items::add);
    }
    assertThat(items).containsExactly(good);
    assertThat(warnings).singleElement().asString().contains("1 of 2 lines");
  }
}
