package org.roam6.daemon.configuration;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.roam6.protocol.Traffic;
import org.roam6.protocol.Traffic.Service;
import org.roam6.protocol.Traffic.Transport;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * Reads {@code direct}, a list of kinds of traffic:
 *
 * <pre>
 * item    = prefix | service [ "to" prefix ]
 * service = [ "tcp" | "udp" ] "port" number [ "-" number ]
 * prefix  = address [ "/" length ]
 * </pre>
 */
final class DirectReader {

  private static final int MAXIMUM_ITEMS = 64;
  private static final Ipv6Prefix EVERYWHERE = new Ipv6Prefix(Ipv6Address.UNSPECIFIED, 0);
  private static final int FULL_LENGTH = 128;
  private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
  private static final String EXPECTED =
      "write a prefix such as 2001:db8:f::/48, or 'port 53', 'tcp port 853', 'udp port 5000-5010',"
          + " and perhaps 'to' and a prefix behind";

  private DirectReader() {}

  static Optional<List<Traffic>> read(Value list) {
    return list.items(MAXIMUM_ITEMS)
        .map(
            items -> {
              Set<Traffic> all = new LinkedHashSet<>();
              items.forEach(item -> item.word().flatMap(words -> item(item, words)).ifPresent(all::addAll));
              return List.copyOf(all);
            });
  }

  private static Optional<List<Traffic>> item(Value item, String text) {
    List<String> words = new ArrayList<>(List.of(text.strip().split("\\s+")));
    List<Transport> transports = transports(words.getFirst());
    if (transports.size() == 1) {
      words.removeFirst();
    }
    if (!words.isEmpty() && words.getFirst().equals("port")) {
      return service(item, text, transports, words.subList(1, words.size()));
    }
    if (words.size() == 1 && words.getFirst().matches("[\\d-]+")) {
      String before = text.substring(0, text.length() - words.getFirst().length());
      return item.refuse("'" + text + "' lacks a word", "did you mean '" + before + "port " + words.getFirst() + "'?");
    }
    return words.size() == 1 && transports.size() > 1 && words.getFirst().contains(":")
        ? destination(item, words.getFirst()).map(to -> List.of(new Traffic(to, Optional.empty())))
        : item.refuse("'" + text + "' is no kind of traffic", EXPECTED);
  }

  /** The protocol of this name, or all where it names none. */
  private static List<Transport> transports(String word) {
    for (Transport transport : Transport.values()) {
      if (transport.name().toLowerCase(Locale.ROOT).equals(word)) {
        return List.of(transport);
      }
    }
    return List.of(Transport.values());
  }

  private static Optional<List<Traffic>> service(
      Value item, String text, List<Transport> transports, List<String> words) {
    boolean somewhere = words.size() == 3 && words.get(1).equals("to");
    if (words.size() != 1 && !somewhere) {
      return item.refuse("'" + text + "' is no kind of traffic", EXPECTED);
    }
    Optional<Ipv6Prefix> to = somewhere ? destination(item, words.get(2)) : Optional.of(EVERYWHERE);
    return ports(item, words.getFirst())
        .flatMap(ports -> to.map(prefix -> transports.stream()
            .map(transport -> new Traffic(prefix, Optional.of(ports.of(transport))))
            .toList()));
  }

  private static Optional<Ipv6Prefix> destination(Value item, String word) {
    if (word.endsWith("/0")) {
      return item.refuse(
          "'" + word + "' is everywhere: nothing would use the home address", "name a prefix such as 2001:db8:f::/48");
    }
    return word.contains("/")
        ? item.prefix(word)
        : item.address(word).map(address -> new Ipv6Prefix(address, FULL_LENGTH));
  }

  /** Ports, the first and the last. */
  private record Ports(int first, int last) {
    Service of(Transport transport) {
      return new Service(transport, first, last);
    }
  }

  private static Optional<Ports> ports(Value item, String word) {
    Matcher matcher = PORTS.matcher(word);
    if (!matcher.matches()) {
      return item.refuse(
          "'" + word + "' is not a port", "write a number, or the first and the last of a range: 'port 5000-5010'");
    }
    int first = Integer.parseInt(matcher.group(1));
    int last = Optional.ofNullable(matcher.group(2)).map(Integer::parseInt).orElse(first);
    if (first < 1 || last < 1 || Math.max(first, last) > Service.LAST_PORT) {
      return item.refuse(
          "'" + word + "' is out of range",
          "expected 1 to " + Service.LAST_PORT + ": the kernel has no rules for 65535");
    }
    return last < first
        ? item.refuse("'" + word + "' is no range of ports", "did you mean '" + last + "-" + first + "'?")
        : Optional.of(new Ports(first, last));
  }
}
