package org.roam6.lab.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.roam6.daemon.configuration.ConfigurationError;
import org.roam6.daemon.configuration.Problems;
import org.roam6.daemon.configuration.Section;
import org.roam6.daemon.configuration.Value;
import org.roam6.daemon.configuration.YamlText;
import org.roam6.lab.file.LabHost.Plug;
import org.roam6.lab.file.LabHost.StaticAddress;
import org.roam6.lab.file.LabHost.StaticRoute;
import org.roam6.protocol.InterfaceName;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/** Reads a lab file. */
public final class LabFileReader {

  private static final int MAXIMUM_LINKS = 64;
  private static final int MAXIMUM_HOSTS = 64;
  private static final int MAXIMUM_PER_HOST = 64;

  /** Room for "host.interface" in the name of the port at the link. */
  private static final int MAXIMUM_PORT_NAME = 15;

  private static final String NAME = "(?!lo$)[a-z0-9][a-z0-9-]{0,14}";
  private static final String KEY = "[A-Za-z0-9-]{1,32}\\.key";
  private static final String SYSCTL = "(core|ipv4|ipv6|netfilter)(/[A-Za-z0-9_-]+)+";

  /** The host that there cannot be, as its namespace is taken. */
  private static final String LINKS = "links";

  private static final int LEAST_MTU = 1280;
  private static final int GREATEST_MTU = 65_535;

  private final Map<String, Integer> mtus = new LinkedHashMap<>();
  private List<String> links = List.of();

  private LabFileReader() {}

  /** What reading a lab file gave. */
  public sealed interface Reading {}

  /** The file is right. */
  public record Valid(LabFile lab) implements Reading {}

  /** The file is wrong: all its faults in the order of the file, at least one. */
  public record Invalid(List<ConfigurationError> errors) implements Reading {
    /** Takes a copy. */
    public Invalid {
      errors = List.copyOf(errors);
    }
  }

  /**
   * Reads a lab file.
   *
   * @param file what it is called in messages
   * @param text what it says
   */
  public static Reading read(String file, String text) {
    Problems problems = new Problems(file, text);
    Optional<LabFile> lab =
        YamlText.root(text, "links: [home]", problems, root -> new LabFileReader().lab(root));
    return lab.isPresent() && problems.count() == 0
        ? new Valid(lab.get())
        : new Invalid(problems.errors());
  }

  private Optional<LabFile> lab(Section root) {
    String name = root.optional("name", value -> name(value, "lab")).orElse("lab");
    List<String> keys = root.optional("keys", value -> value.items(MAXIMUM_HOSTS).map(this::keys)).orElse(List.of());
    links = root.required("links", "[home, visited]", this::links).orElse(List.of());
    return root.required("hosts", "{mn: {interfaces: {eth0: {link: home}}}}", value -> value.section(this::hosts))
        .map(hosts -> new LabFile(name, keys, links, mtus, hosts));
  }

  private List<String> keys(List<Value> items) {
    return items.stream()
        .flatMap(item -> item.word().stream().filter(word -> word.matches(KEY) || refuseKey(item, word)))
        .distinct()
        .toList();
  }

  private static boolean refuseKey(Value item, String word) {
    item.refuse("'" + word + "' is not a name for a key file", "write letters, digits and '-', then '.key': mn.key");
    return false;
  }

  private Optional<List<LabHost>> hosts(Section section) {
    List<LabHost> hosts = new ArrayList<>();
    section.all().forEach(
        (word, value) ->
            checkName(section.key(word), word, "host")
                .flatMap(name -> value.section(each -> host(name, each)))
                .ifPresent(hosts::add));
    if (section.all().isEmpty() || section.all().size() > MAXIMUM_HOSTS) {
      section.missing("hosts", "name 1 to " + MAXIMUM_HOSTS);
    }
    return Optional.of(hosts);
  }

  private Optional<List<String>> links(Value list) {
    return list.items(MAXIMUM_LINKS)
        .map(
            items -> {
              Map<String, Value> names = new LinkedHashMap<>();
              for (Value item : items) {
                link(item)
                    .filter(word -> names.putIfAbsent(word, item) != null)
                    .ifPresent(word -> item.refuse("link '" + word + "' stands twice", "remove one of the two"));
              }
              return List.copyOf(names.keySet());
            });
  }

  /** A link: its name, or a mapping that says more of it. */
  private Optional<String> link(Value item) {
    return item.isSection() ? item.section(this::linkWithMtu) : name(item, "link");
  }

  private Optional<String> linkWithMtu(Section section) {
    Optional<String> name = section.required("name", "home", value -> name(value, "link"));
    Optional<Long> mtu = section.required("mtu", "1280", value -> value.number(LEAST_MTU, GREATEST_MTU));
    name.ifPresent(link -> mtu.ifPresent(octets -> mtus.put(link, Math.toIntExact(octets))));
    return name;
  }

  private static Optional<String> name(Value value, String what) {
    return value.word().flatMap(word -> checkName(value, word, what));
  }

  private static Optional<String> checkName(Value value, String word, String what) {
    return word.matches(NAME)
        ? Optional.of(word)
        : value.refuse(
            "'" + word + "' is not a name for a " + what,
            "write 1 to 15 small letters, digits and '-', such as " + what + "1");
  }

  private Optional<LabHost> host(String name, Section section) {
    if (name.equals(LINKS)) {
      section.missing("a name of its own", "the namespace r6-links holds the links: choose another name");
    }
    Optional<List<Plug>> plugs =
        section.required("interfaces", "{eth0: {link: home}}", value -> value.section(each -> plugs(name, each)));
    List<StaticRoute> routes = section.optional("routes", LabFileReader::routes).orElse(List.of());
    boolean forwarding = section.optional("forwarding", Value::yesOrNo).orElse(false);
    SortedMap<String, String> sysctls =
        section.optional("sysctls", value -> value.section(LabFileReader::sysctls)).orElse(new TreeMap<>());
    Optional<String> roam6 = section.optional("roam6", LabFileReader::roam6);
    return plugs.map(all -> new LabHost(name, all, routes, forwarding, sysctls, roam6));
  }

  private Optional<List<Plug>> plugs(String host, Section section) {
    List<Plug> plugs = new ArrayList<>();
    section.all().forEach(
        (word, value) ->
            interfaceName(section.key(word), host, word)
                .flatMap(name -> value.section(each -> plug(name, each)))
                .ifPresent(plugs::add));
    return Optional.of(plugs);
  }

  private static Optional<InterfaceName> interfaceName(Value key, String host, String word) {
    return word.matches("[a-z][a-z0-9-]*") && host.length() + 1 + word.length() <= MAXIMUM_PORT_NAME
        ? Optional.of(new InterfaceName(word))
        : key.refuse(
            "'" + word + "' is not a name for an interface of " + host,
            "write small letters and digits, such as eth0; with the host's name at most 14 characters");
  }

  private Optional<Plug> plug(InterfaceName name, Section section) {
    // Where the list of links is wrong itself, each use of a link would be a fault too many.
    Optional<String> link =
        section.required("link", "home", each -> links.isEmpty() ? each.word() : each.oneOf(links));
    List<StaticAddress> addresses = section.optional("addresses", LabFileReader::addresses).orElse(List.of());
    return link.map(at -> new Plug(name, at, addresses));
  }

  private static Optional<List<StaticAddress>> addresses(Value list) {
    return list.items(MAXIMUM_PER_HOST)
        .map(
            items ->
                items.stream()
                    .flatMap(item -> item.interfaceAddress().stream())
                    .map(each -> new StaticAddress(each.address(), each.prefixLength()))
                    .toList());
  }

  private static Optional<List<StaticRoute>> routes(Value list) {
    return list.items(MAXIMUM_PER_HOST)
        .map(items -> items.stream().flatMap(item -> item.section(LabFileReader::route).stream()).toList());
  }

  private static Optional<StaticRoute> route(Section section) {
    Optional<Ipv6Prefix> to = section.required("to", "default", LabFileReader::destination);
    Optional<Ipv6Address> via = section.required("via", "2001:db8:1::ff", Value::address);
    return to.flatMap(prefix -> via.map(router -> new StaticRoute(prefix, router)));
  }

  private static Optional<Ipv6Prefix> destination(Value value) {
    Ipv6Prefix everything = new Ipv6Prefix(Ipv6Address.UNSPECIFIED, 0);
    return value.word().flatMap(word -> word.equals("default") ? Optional.of(everything) : value.prefix());
  }

  private static Optional<SortedMap<String, String>> sysctls(Section section) {
    SortedMap<String, String> settings = new TreeMap<>();
    section.all().forEach(
        (path, setting) -> {
          if (path.matches(SYSCTL)) {
            setting.word().ifPresent(word -> settings.put(path, word));
          } else {
            section.key(path)
                .refuse(
                    "'" + path + "' is not a setting below /proc/sys/net",
                    "write its path, such as ipv6/conf/eth0/accept_ra");
          }
        });
    return Optional.of(settings);
  }

  /** What the daemon reads is checked when the lab goes up: its key files are there only then. */
  private static Optional<String> roam6(Value value) {
    return value.section(
        section -> {
          if (section.has("control-socket")) {
            section.refuseKey("control-socket", "the lab chooses 'control-socket'", "remove it");
          }
          section.all();
          return Optional.of(value.text());
        });
  }
}
