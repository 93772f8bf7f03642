package org.roam6.daemon.storage;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Memory;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An item as one line of JSON. */
final class MemoryLine {

  private static final String KIND = "kind";
  private static final String NUMBERS = "used-sequence-numbers";
  private static final String CORRESPONDENT_NUMBERS = "correspondent-sequence-numbers";
  private static final String TIMESTAMP = "accepted-timestamp";
  private static final String REGISTRATION = "home-registration";
  private static final String HOME_AGENTS = "heard-home-agents";
  private static final String RENUMBERED = "renumbered-home-addresses";
  private static final String DISCOVERED = "discovered-home-agents";

  private MemoryLine() {}

  static String write(Memory item) {
    ObjectNode line = JsonMapper.shared().createObjectNode();
    switch (item) {
      case Memory.UsedSequenceNumbers(var homeAddress, var peer, SequenceNumber last) ->
          line.put(KIND, NUMBERS)
              .put("home_address", homeAddress.toString())
              .put("peer", peer.toString())
              .put("last", last.value());
      case Memory.CorrespondentSequenceNumbers(var homeAddress, int place, var correspondent, SequenceNumber last) ->
          line.put(KIND, CORRESPONDENT_NUMBERS)
              .put("home_address", homeAddress.toString())
              .put("place", place)
              .put("correspondent", correspondent.toString())
              .put("last", last.value());
      case Memory.AcceptedTimestamp(long spi, String identifier, NtpTimestamp timestamp) ->
          line.put(KIND, TIMESTAMP)
              .put("spi", spi)
              .put("identifier", identifier)
              .put("timestamp", Long.toHexString(timestamp.value()));
      case Memory.HomeRegistration registration ->
          line.put(KIND, REGISTRATION)
              .put("home_address", registration.homeAddress().toString())
              .put("care_of_address", registration.careOfAddress().toString())
              .put("sequence", registration.sequence().value())
              .put("lifetime_units", registration.lifetime().units())
              .put("link_local_defended", registration.linkLocalDefended())
              .put("expiry", registration.expiry().toString());
      case Memory.HeardHomeAgents(List<Memory.HeardHomeAgent> all) -> {
        ArrayNode list = line.put(KIND, HOME_AGENTS).putArray("all");
        for (Memory.HeardHomeAgent each : all) {
          list.addObject()
              .put("address", each.address().toString())
              .put("prefix_length", each.prefixLength())
              .put("preference", each.preference())
              .put("until", each.until().toString());
        }
      }
      case Memory.RenumberedHomeAddresses(var formed, List<Ipv6Address> ended) -> {
        ArrayNode list = line.put(KIND, RENUMBERED).putArray("formed");
        for (Memory.FormedHomeAddress each : formed) {
          list.addObject()
              .put("like", each.like().toString())
              .put("prefix", each.prefix().toString());
        }
        ArrayNode gone = line.putArray("ended");
        ended.forEach(each -> gone.add(each.toString()));
      }
      case Memory.DiscoveredHomeAgents(var homeAddress, List<Ipv6Address> discovered, var used) -> {
        line.put(KIND, DISCOVERED)
            .put("home_address", homeAddress.toString())
            .put("used", used.map(Ipv6Address::toString).orElse(null));
        ArrayNode list = line.putArray("discovered");
        discovered.forEach(each -> list.add(each.toString()));
      }
    }
    return line.toString();
  }

  /** The item in a line; empty where it is none that this version knows. */
  static Optional<Memory> read(String text) {
    try {
      JsonNode line = JsonMapper.shared().readTree(text);
      return switch (line.path(KIND).asString("")) {
        case NUMBERS ->
            Optional.of(
                new Memory.UsedSequenceNumbers(
                    Ipv6Address.parse(line.path("home_address").asString("")),
                    Ipv6Address.parse(line.path("peer").asString("")),
                    new SequenceNumber(line.path("last").asInt(-1))));
        case CORRESPONDENT_NUMBERS ->
            Optional.of(
                new Memory.CorrespondentSequenceNumbers(
                    Ipv6Address.parse(line.path("home_address").asString("")),
                    line.path("place").asInt(-1),
                    Ipv6Address.parse(line.path("correspondent").asString("")),
                    new SequenceNumber(line.path("last").asInt(-1))));
        case TIMESTAMP ->
            Optional.of(
                new Memory.AcceptedTimestamp(
                    line.path("spi").asLong(-1),
                    line.path("identifier").asString(""),
                    new NtpTimestamp(Long.parseUnsignedLong(line.path("timestamp").asString(""), 16))));
        case REGISTRATION ->
            Optional.of(
                new Memory.HomeRegistration(
                    Ipv6Address.parse(line.path("home_address").asString("")),
                    Ipv6Address.parse(line.path("care_of_address").asString("")),
                    new SequenceNumber(line.path("sequence").asInt(-1)),
                    new Lifetime(line.path("lifetime_units").asInt(-1)),
                    line.path("link_local_defended").asBoolean(false),
                    Instant.parse(line.path("expiry").asString(""))));
        case HOME_AGENTS -> Optional.of(heardHomeAgents(line.path("all")));
        case DISCOVERED -> Optional.of(discoveredHomeAgents(line));
        case RENUMBERED -> Optional.of(renumberedHomeAddresses(line));
        default -> Optional.empty();
      };
    } catch (JacksonException | IllegalArgumentException | DateTimeParseException damaged) {
      return Optional.empty();
    }
  }

  private static List<Ipv6Address> addresses(JsonNode list) {
    List<Ipv6Address> all = new ArrayList<>();
    for (JsonNode each : list) {
      all.add(Ipv6Address.parse(each.asString("")));
    }
    return all;
  }

  private static Memory renumberedHomeAddresses(JsonNode line) {
    List<Memory.FormedHomeAddress> formed = new ArrayList<>();
    for (JsonNode each : line.path("formed")) {
      formed.add(
          new Memory.FormedHomeAddress(
              Ipv6Address.parse(each.path("like").asString("")),
              Ipv6Prefix.parse(each.path("prefix").asString(""))));
    }
    return new Memory.RenumberedHomeAddresses(formed, addresses(line.path("ended")));
  }

  private static Memory discoveredHomeAgents(JsonNode line) {
    Optional<Ipv6Address> used =
        line.path("used").isString()
            ? Optional.of(Ipv6Address.parse(line.path("used").asString()))
            : Optional.empty();
    return new Memory.DiscoveredHomeAgents(
        Ipv6Address.parse(line.path("home_address").asString("")), addresses(line.path("discovered")), used);
  }

  private static Memory heardHomeAgents(JsonNode all) {
    List<Memory.HeardHomeAgent> list = new ArrayList<>();
    for (JsonNode each : all) {
      list.add(
          new Memory.HeardHomeAgent(
              Ipv6Address.parse(each.path("address").asString("")),
              each.path("prefix_length").asInt(-1),
              each.path("preference").asInt(-1),
              Instant.parse(each.path("until").asString(""))));
    }
    return new Memory.HeardHomeAgents(list);
  }
}
