package org.roam6.daemon.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.protocol.Memory;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

class StorageTest {

  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  private static final Ipv6Address PEER = Ipv6Address.parse("2001:db8:1::1");

  @TempDir private Path folder = Path.of("");
  private final List<String> warnings = new ArrayList<>();

  private static Memory numbers(int last) {
    return new Memory.UsedSequenceNumbers(HOME, PEER, new SequenceNumber(last));
  }

  private static Memory correspondentNumbers(int last) {
    return new Memory.CorrespondentSequenceNumbers(HOME, 255, PEER, new SequenceNumber(last));
  }

  private static Memory timestamp(long value) {
    return new Memory.AcceptedTimestamp(1000, "mn@example.org", new NtpTimestamp(value));
  }

  private static Memory registration(int lifetimeUnits) {
    return new Memory.HomeRegistration(
        HOME,
        PEER,
        new SequenceNumber(65_535),
        new Lifetime(lifetimeUnits),
        true,
        Instant.parse("2027-01-31T12:00:00.123456789Z"));
  }

  private static Memory homeAgents() {
    Instant until = Instant.parse("2027-01-31T12:00:00Z");
    return new Memory.HeardHomeAgents(
        List.of(
            new Memory.HeardHomeAgent(PEER, 64, 65_535, until),
            new Memory.HeardHomeAgent(HOME, 48, 0, until.plusNanos(1))));
  }

  private static Memory discovered(Optional<Ipv6Address> used) {
    return new Memory.DiscoveredHomeAgents(HOME, List.of(PEER, HOME), used);
  }

  private static Memory renumbered() {
    return new Memory.RenumberedHomeAddresses(
        List.of(new Memory.FormedHomeAddress(HOME, Ipv6Prefix.parse("2001:db8:9::/64"))), List.of(HOME, PEER));
  }

  private Path file() {
    return folder.resolve("new").resolve("mn.memory");
  }

  private static List<Memory> recalled(Storage storage) {
    List<Memory> items = new ArrayList<>();
    storage.recall(items::add);
    return items;
  }

  private Storage open() {
    return Storage.open(file(), warnings::add);
  }

  @Test
  void theLastItemOfAKeyComesBackEvenWhereNobodyClosedTheFile() throws IOException {
    Storage storage = open();
    storage.remember(numbers(7));
    storage.remember(correspondentNumbers(8));
    storage.remember(correspondentNumbers(9));
    storage.remember(timestamp(-1));
    storage.remember(registration(5));
    storage.remember(homeAgents());
    storage.remember(renumbered());
    storage.remember(discovered(Optional.empty()));
    storage.remember(discovered(Optional.of(PEER)));
    storage.remember(new Memory.DiscoveredHomeAgents(PEER, List.of(), Optional.empty()));
    storage.remember(numbers(65_535));
    Path copy = folder.resolve("after-kill");
    Files.copy(file(), copy);

    try (Storage again = Storage.open(copy, warnings::add)) {
      assertThat(recalled(again)).containsExactlyInAnyOrder(
              numbers(65_535),
              correspondentNumbers(9),
              timestamp(-1),
              registration(5),
              homeAgents(),
              renumbered(),
              discovered(Optional.of(PEER)),
              new Memory.DiscoveredHomeAgents(PEER, List.of(), Optional.empty()));
    }
    storage.close();
    assertThat(warnings).isEmpty();
  }

  @Test
  void onlyItsOwnerMayReadIt() throws IOException {
    try (Storage storage = open()) {
      storage.remember(numbers(1));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
  }

  @Test
  void aTornLastLineCostsThatLineOnly() throws IOException {
    try (Storage storage = open()) {
      storage.remember(timestamp(5));
    }
    Files.writeString(file(), Files.readString(file()) + "{\"kind\":\"used-seq");

    try (Storage again = open()) {
      assertThat(recalled(again)).containsExactly(timestamp(5));
    }
    assertThat(warnings).singleElement().asString().contains("1 of 2 lines").contains("damaged");
  }

  @Test
  void whatIsNoJournalIsKeptAside() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "my diary\n");

    try (Storage storage = open()) {
      assertThat(recalled(storage)).isEmpty();
      storage.remember(numbers(3));
    }
    assertThat(warnings).singleElement().asString().contains("is not what Roam6 remembers");
    assertThat(file().resolveSibling("mn.memory.unreadable")).hasContent("my diary");
    try (Storage again = open()) {
      assertThat(recalled(again)).containsExactly(numbers(3));
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsToldOnceAndStopsNobody() throws IOException {
    Files.writeString(folder.resolve("new"), "a file where the folder should be");
    try (Storage storage = open()) {
      storage.remember(numbers(1));
      storage.remember(numbers(2));
      assertThat(recalled(storage)).isEmpty();
    }
    assertThat(warnings).singleElement().asString().contains("cure:").contains("state-folder");
  }

  @Test
  void theJournalStaysShort() throws IOException {
    try (Storage storage = open()) {
      for (int i = 0; i < 40_000; i++) {
        storage.remember(timestamp(i));
      }
    }
    // 40,000 lines are about 4 MB. While a journal is written anew the old one grows.
    assertThat(Files.size(file())).isLessThan(3 << 20);
    assertThat(file().resolveSibling("mn.memory.new")).doesNotExist();
    try (Storage again = open()) {
      assertThat(recalled(again)).containsExactly(timestamp(39_999));
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void theNewestOfEachOfManyKeysIsKeptWhileTheJournalIsWrittenAnew() throws IOException {
    Map<Memory.Key, Memory> expected = new LinkedHashMap<>();
    Random random = new Random(1);
    Instant expiry = Instant.now().plusSeconds(3600);
    try (Storage storage = open()) {
      for (int i = 0; i < 20_000; i++) {
        Ipv6Address home = new Ipv6Address(0x2001_0db8_0001_0000L, 1 + random.nextInt(1000));
        Memory item =
            new Memory.HomeRegistration(
                home, PEER, new SequenceNumber(i & 0xffff), new Lifetime(900), false, expiry);
        storage.remember(item);
        expected.put(item.key(), item);
      }
    }
    try (Storage again = open()) {
      assertThat(recalled(again)).containsExactlyInAnyOrderElementsOf(expected.values());
    }
    assertThat(Files.size(file())).isLessThan(1 << 20);
    assertThat(warnings).isEmpty();
  }

  @Test
  void whatIsRememberedUntilTheNewJournalHasTakenThePlaceOfTheOldIsInIt() throws IOException {
    Set<Memory> expected = new LinkedHashSet<>();
    try (Storage storage = open()) {
      Object first = Files.getAttribute(file(), "unix:ino");
      for (int i = 1; Files.getAttribute(file(), "unix:ino").equals(first); i++) {
        Memory item = new Memory.AcceptedTimestamp(i, "mn@example.org", new NtpTimestamp(i));
        storage.remember(item);
        expected.add(item);
      }
    }
    try (Storage again = open()) {
      assertThat(Set.copyOf(recalled(again))).isEqualTo(expected);
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void aRegistrationThatIsLongOverIsForgotten() throws IOException {
    Instant now = Instant.now();
    try (Storage storage = open()) {
      storage.remember(over(HOME, now.minusSeconds(2 * 3600)));
      storage.remember(over(PEER, now.minusSeconds(60)));
    }
    try (Storage again = open()) {
      assertThat(recalled(again)).containsExactly(over(PEER, now.minusSeconds(60)));
    }
  }

  private static Memory over(Ipv6Address homeAddress, Instant expiry) {
    return new Memory.HomeRegistration(
        homeAddress, PEER, new SequenceNumber(1), new Lifetime(900), false, expiry);
  }

  @Test
  void nobodyElseMayUseIt() throws IOException, InterruptedException {
    try (Storage storage = open()) {
      storage.remember(numbers(1));
      recalled(storage);
      Path next = Files.writeString(file().resolveSibling("mn.memory.new"), "what the first one is writing");
      // The lock is the process's, so a second JVM tries.
      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                  System.getProperty("java.class.path"), SecondStorage.class.getName(), file().toString())
              .redirectErrorStream(true)
              .start();
      assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("cannot keep " + file(), "another Roam6 uses it");
      assertThat(other.waitFor()).isZero();
      assertThat(next).hasContent("what the first one is writing");
      storage.remember(timestamp(2));
    }
    try (Storage again = open()) {
      assertThat(recalled(again)).containsExactly(numbers(1), timestamp(2));
    }
  }

  @Test
  void whatIsRememberedMeanwhileIsNotRecalled() throws IOException {
    try (Storage storage = open()) {
      storage.remember(numbers(7));
      assertThat(recalled(storage)).isEmpty();
    }
    try (Storage again = open()) {
      again.remember(numbers(8));
      assertThat(recalled(again)).containsExactly(numbers(7));
    }
  }

  @Test
  void whatAProcessLeftThatWasKilledWhileItWroteTheJournalAnewIsNotInTheWay() throws IOException {
    try (Storage storage = open()) {
      storage.remember(numbers(7));
    }
    Files.writeString(file().resolveSibling("mn.memory.new"), "{\"schema\":\"roam6.memory/1\"}\n{\"kin");

    try (Storage again = open()) {
      assertThat(recalled(again)).containsExactly(numbers(7));
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void anEmptyFileIsAJournalWithoutItems() throws IOException {
    Files.createDirectories(file().getParent());
    Files.createFile(file());

    try (Storage storage = open()) {
      assertThat(recalled(storage)).isEmpty();
      storage.remember(numbers(1));
    }
    try (Storage again = open()) {
      assertThat(recalled(again)).containsExactly(numbers(1));
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void aJournalThatCannotBeWrittenAnyMoreIsToldOnce() throws IOException {
    try (Storage storage = open()) {
      // The system closes a file whose reader or writer is interrupted.
      Thread.currentThread().interrupt();
      storage.remember(numbers(1));
      assertThat(Thread.interrupted()).isTrue();
      storage.remember(numbers(2));
      assertThat(recalled(storage)).isEmpty();
    }
    assertThat(warnings).singleElement().asString().contains("cannot keep " + file());
  }
}
