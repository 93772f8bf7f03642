package org.roam6.daemon.configuration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.roam6.protocol.auth.SecretKey;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.auth.SecurityAssociation;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * Reads how Binding Updates are protected (RFC 4285), which must be written out, also where they
 * are not at all.
 */
final class SecurityReader {

  private static final long GREATEST_SPI = 0xffff_ffffL;
  private static final int MAXIMUM_IDENTIFIER_OCTETS = 253;
  private static final int MAXIMUM_MOBILE_NODES = 100_000;
  private static final int MAXIMUM_HOME_ADDRESSES = 256;

  private final Path folder;

  // What may stand only once among the associations of a home agent.
  private final Set<SecretKey> keys = new HashSet<>();
  private final Set<String> identities = new HashSet<>();
  private final Set<Ipv6Address> homeAddresses = new HashSet<>();

  /**
   * A reader for one role.
   *
   * @param folder where relative paths of key files begin
   */
  SecurityReader(Path folder) {
    this.folder = folder;
  }

  /** The security of a home agent: {@code security: none}, or the list {@code mobile-nodes}. */
  Optional<Security> ofHomeAgent(Section section, Optional<Ipv6Prefix> prefix) {
    return choose(
        section,
        "mobile-nodes",
        "add 'mobile-nodes:' with identifier, spi, key-file and home-addresses of each, or"
            + " 'security: none' for a closed test network where anybody may register any home"
            + " address",
        () ->
            section
                .optional("mobile-nodes", value -> value.items(MAXIMUM_MOBILE_NODES))
                .map(items -> associations(items, prefix))
                .map(Security.Authenticated::new));
  }

  /** The security of a mobile node: {@code security: none}, or identifier, SPI and key file. */
  Optional<Security> ofMobileNode(Section section, Optional<Ipv6Address> homeAddress) {
    return choose(
        section,
        "key-file",
        "add 'identifier:', 'spi:' and 'key-file:' as the home agent has them, or 'security: none'"
            + " for a closed test network where anybody may register any home address",
        () ->
            association(section, homeAddress.map(each -> new TreeSet<>(Set.of(each))))
                .map(each -> new Security.Authenticated(List.of(each))));
  }

  private static Optional<Security> choose(
      Section section, String key, String cure, Supplier<Optional<Security>> authenticated) {
    boolean named = section.has(key);
    boolean hasSecurity = section.has("security");
    Optional<String> none = section.optional("security", value -> value.oneOf(List.of("none")));
    if (named && hasSecurity) {
      section.refuseKey(
          "security",
          "'security' stands beside '" + key + "' in " + section.name(),
          "remove one of them");
    } else if (!named && !hasSecurity) {
      section.missing("security settings", cure);
    }
    // Read even where it contradicts itself, so that all faults are found.
    Optional<Security> association = named || !hasSecurity ? authenticated.get() : Optional.empty();
    return none.isPresent() ? Optional.of(new Security.None()) : association;
  }

  private List<SecurityAssociation> associations(List<Value> items, Optional<Ipv6Prefix> prefix) {
    List<SecurityAssociation> associations = new ArrayList<>();
    items.forEach(
        item -> item.section(section -> mobileNode(section, prefix)).ifPresent(associations::add));
    return associations;
  }

  private Optional<SecurityAssociation> mobileNode(Section section, Optional<Ipv6Prefix> prefix) {
    return association(
        section,
        section.required(
            "home-addresses", "[2001:db8:1::100]", value -> homeAddresses(value, prefix)));
  }

  private Optional<SecurityAssociation> association(
      Section section, Optional<? extends NavigableSet<Ipv6Address>> addresses) {
    Optional<String> identifier =
        section.required("identifier", "mn@example.org", this::identifier);
    Optional<Long> spi = section.required("spi", "256", value -> spi(value, identifier.orElse("")));
    Optional<SecretKey> key = section.required("key-file", "mn.key", this::key);
    return identifier.isEmpty() || spi.isEmpty() || key.isEmpty() || addresses.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SecurityAssociation(spi.get(), key.get(), identifier.get(), addresses.get()));
  }

  private Optional<String> identifier(Value value) {
    return value
        .word()
        .flatMap(
            word ->
                word.getBytes(StandardCharsets.UTF_8).length > MAXIMUM_IDENTIFIER_OCTETS
                        || !word.matches("\\S+")
                    ? value.refuse(
                        "'" + word + "' is not a network access identifier",
                        "write user@realm without white space, at most 253 octets (RFC 4283 3.1)")
                    : Optional.of(word));
  }

  private Optional<Long> spi(Value value, String identifier) {
    // RFC 4285 5.1: "the range [0-255] is reserved"
    return value
        .number(SecurityAssociation.MINIMUM_SPI, GREATEST_SPI)
        .flatMap(
            spi ->
                identities.add(spi + " " + identifier)
                    ? Optional.of(spi)
                    : value.refuse(
                        "spi " + spi + " stands twice for '" + identifier + "'",
                        "give each its own"));
  }

  private Optional<SecretKey> key(Value value) {
    return value
        .path(folder)
        .flatMap(path -> KeyFile.read(path, value))
        .flatMap(
            key ->
                keys.add(key)
                    ? Optional.of(key)
                    : value.refuse(
                        "the key in '"
                            + value.word().orElse("")
                            + "' is another association's too",
                        "give each a key of its own: openssl rand -hex 32"));
  }

  private Optional<NavigableSet<Ipv6Address>> homeAddresses(
      Value value, Optional<Ipv6Prefix> prefix) {
    Optional<List<Value>> items = value.items(MAXIMUM_HOME_ADDRESSES);
    NavigableSet<Ipv6Address> addresses = new TreeSet<>();
    items.ifPresent(
        all -> all.forEach(item -> homeAddress(item, prefix).ifPresent(addresses::add)));
    return addresses.isEmpty() ? Optional.empty() : Optional.of(addresses);
  }

  private Optional<Ipv6Address> homeAddress(Value item, Optional<Ipv6Prefix> prefix) {
    return item.address()
        .flatMap(
            address ->
                prefix.isPresent() && !prefix.get().contains(address)
                    ? item.refuse(
                        "home address '" + address + "' is not on the home link",
                        "expected one in " + prefix.get())
                    : homeAddresses.add(address)
                        ? Optional.of(address)
                        : item.refuse(
                            "home address '" + address + "' stands twice",
                            "give each mobile node its own"));
  }
}
