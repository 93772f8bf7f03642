package org.roam6.daemon.configuration;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.roam6.protocol.InterfaceName;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A value in the file, which knows its place. Each method reads it as one type; where it is none,
 * it is empty, and the fault is among the problems.
 */
public final class Value {
  private final Problems problems;
  private final String name;
  private final Node key;
  private final Node node;

  /**
   * A value.
   *
   * @param name what it is called in messages
   * @param key where the file names it
   * @param node the value itself
   */
  public Value(Problems problems, String name, Node key, Node node) {
    this.problems = problems;
    this.name = name;
    this.key = key;
    this.node = node;
  }

  /** An address and the length of the prefix that is on-link with it. */
  public record InterfaceAddress(Ipv6Address address, int prefixLength) {
    Ipv6Prefix prefix() {
      return new Ipv6Prefix(address, prefixLength);
    }
  }

  public String name() {
    return name;
  }

  /** A fault of this value; always empty. */
  public <T> Optional<T> refuse(String problem, String suggestion) {
    problems.add(node, problem, suggestion);
    return Optional.empty();
  }

  /** The value as a word; whatever its type, as long as it is one. */
  public Optional<String> word() {
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return Optional.of(scalar.getValue());
    }
    return wrongKind("one value");
  }

  private <T> Optional<T> wrongKind(String expected) {
    String actual =
        switch (node) {
          case MappingNode _ -> "a mapping";
          case SequenceNode _ -> "a list";
          default -> "one value";
        };
    boolean empty = node instanceof ScalarNode scalar && scalar.getValue().isBlank();
    problems.add(
        node instanceof ScalarNode && !empty ? node : key,
        "'" + name + "' " + (empty ? "is empty" : "is " + actual),
        "expected " + expected);
    return Optional.empty();
  }

  /** One of the given words. */
  public Optional<String> oneOf(List<String> words) {
    return word()
        .flatMap(
            word ->
                words.contains(word)
                    ? Optional.of(word)
                    : refuse(
                        "unknown word '" + word + "' for " + name, Suggestion.among(words, word)));
  }

  public Optional<Boolean> yesOrNo() {
    return word()
        .flatMap(
            word ->
                switch (word.toLowerCase(Locale.ROOT)) {
                  case "true" -> Optional.of(true);
                  case "false" -> Optional.of(false);
                  case "yes", "on", "1" ->
                      refuse("'" + word + "' is not true or false", "did you mean 'true'?");
                  case "no", "off", "0" ->
                      refuse("'" + word + "' is not true or false", "did you mean 'false'?");
                  default ->
                      refuse(
                          "'" + word + "' is not true or false",
                          "expected true or false for " + name);
                });
  }

  /** A whole number in a range, both ends included. */
  public Optional<Long> number(long least, long greatest) {
    return word()
        .flatMap(
            word -> {
              String range =
                  "expected a whole number from " + least + " to " + greatest + " for " + name;
              if (!word.matches("-?\\d{1,18}")) {
                return refuse("'" + word + "' is not a whole number", range);
              }
              long number = Long.parseLong(word);
              return number < least || number > greatest
                  ? refuse("'" + word + "' is out of range", range)
                  : Optional.of(number);
            });
  }

  /** A duration in a range, both ends included. */
  public Optional<Duration> duration(Duration least, Duration greatest) {
    return word()
        .flatMap(
            word -> {
              Optional<Duration> duration = DurationText.parse(word);
              if (duration.isEmpty()) {
                return refuse("'" + word + "' is not a duration", DurationText.suggestion(word));
              }
              boolean fits =
                  duration.get().compareTo(least) >= 0 && duration.get().compareTo(greatest) <= 0;
              return fits
                  ? duration
                  : refuse(
                      "'" + word + "' is out of range",
                      "expected "
                          + DurationText.format(least)
                          + " to "
                          + DurationText.format(greatest)
                          + " for "
                          + name);
            });
  }

  /** A moment, with its offset from UTC, as in RFC 3339. */
  public Optional<Instant> instant() {
    return word().flatMap(this::instant);
  }

  private Optional<Instant> instant(String word) {
    try {
      return Optional.of(OffsetDateTime.parse(word).toInstant());
    } catch (DateTimeParseException _) {
      return refuse("'" + word + "' is not a moment", "expected one as in 2027-01-31T12:00:00Z");
    }
  }

  /** A unicast routable address. */
  public Optional<Ipv6Address> address() {
    return word().flatMap(this::address);
  }

  /** The unicast routable address that a part of the value says. */
  Optional<Ipv6Address> address(String part) {
    return routable(part, part);
  }

  private Optional<Ipv6Address> routable(String word, String text) {
    Ipv6Address address;
    try {
      address = Ipv6Address.parse(text);
    } catch (IllegalArgumentException notOne) {
      return refuse(
          "'" + word + "' is not an IPv6 address", "write one such as 2001:db8:1::1 for " + name);
    }
    return address.isUnicastRoutable()
        ? Optional.of(address)
        : refuse(
            "'" + word + "' cannot be used for " + name,
            "it must be a unicast address that is neither link-local nor loopback, such as"
                + " 2001:db8:1::1");
  }

  /** An address with a prefix length, {@code 2001:db8:1::1/64}. */
  public Optional<InterfaceAddress> interfaceAddress() {
    return word().flatMap(this::interfaceAddress);
  }

  private Optional<InterfaceAddress> interfaceAddress(String word) {
    int slash = word.indexOf('/');
    if (slash < 0) {
      return refuse("'" + word + "' has no prefix length", "did you mean '" + word + "/64'?");
    }
    String length = word.substring(slash + 1);
    if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > 128) {
      return refuse(
          "'" + length + "' is not a prefix length",
          "did you mean '" + word.substring(0, slash) + "/64'?");
    }
    return routable(word, word.substring(0, slash))
        .map(address -> new InterfaceAddress(address, Integer.parseInt(length)));
  }

  /** A prefix; the bits behind its length must be zero. */
  public Optional<Ipv6Prefix> prefix() {
    return word().flatMap(this::prefix);
  }

  /** The prefix that a part of the value says. */
  Optional<Ipv6Prefix> prefix(String part) {
    return interfaceAddress(part)
        .flatMap(
            given -> {
              Ipv6Prefix prefix = given.prefix();
              return prefix.address().equals(given.address())
                  ? Optional.of(prefix)
                  : refuse(
                      "'"
                          + given.address()
                          + "/"
                          + given.prefixLength()
                          + "' has bits behind the prefix",
                      "did you mean '" + prefix + "'?");
            });
  }

  public Optional<InterfaceName> interfaceName() {
    return word()
        .flatMap(
            word -> {
              try {
                return Optional.of(new InterfaceName(word));
              } catch (IllegalArgumentException notOne) {
                return refuse(
                    "'" + word + "' is not an interface name",
                    "write 1 to 15 characters without white space, '/' or ':', such as eth0, for "
                        + name);
              }
            });
  }

  /** A path; relative ones are taken from the folder of the file. */
  public Optional<Path> path(Path folder) {
    return word()
        .flatMap(
            word -> {
              try {
                return Optional.of(folder.resolve(word));
              } catch (InvalidPathException notOne) {
                return refuse(
                    "'" + word + "' is not a path", "write the name of a file for " + name);
              }
            });
  }

  public boolean isSection() {
    return node instanceof MappingNode;
  }

  public boolean isList() {
    return node instanceof SequenceNode;
  }

  /**
   * A mapping, read by {@code reader}; keys that it does not ask for are faults. Empty where there
   * is any fault.
   */
  public <T> Optional<T> section(Function<Section, Optional<T>> reader) {
    if (!(node instanceof MappingNode mapping)) {
      return wrongKind("a mapping of keys to values");
    }
    int before = problems.count();
    Section section = new Section(problems, name, key, mapping);
    Optional<T> value = reader.apply(section);
    section.close();
    return problems.count() > before ? Optional.empty() : value;
  }

  /** The values of a list with at least one and at most {@code maximum} items. */
  public Optional<List<Value>> items(int maximum) {
    if (!(node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
      return node instanceof SequenceNode
          ? refuse("'" + name + "' is an empty list", "expected at least one item")
          : wrongKind("a list, such as [a, b]");
    }
    if (sequence.getValue().size() > maximum) {
      return refuse(
          "'" + name + "' has " + sequence.getValue().size() + " items",
          "expected at most " + maximum);
    }
    List<Value> items = new ArrayList<>();
    sequence.getValue().forEach(item -> items.add(new Value(problems, name, item, item)));
    return Optional.of(items);
  }

  /**
   * The part of the file that spells the value, behind as many empty lines and blanks as stand before it in the file:
   * read for itself it has the same places.
   */
  public String text() {
    return problems.text(node);
  }
}
