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
  private static final String EARLY = "early-binding-update";
  private static final String REGISTRATION = "home-registration";
  private static final String HOME_AGENTS = "heard-home-agents";
  private static final String RENUMBERED = "renumbered-home-addresses";
  private static final String FORMER = "former-home-agents";
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
      case Memory.EarlyBindingUpdate(var homeAddress, NtpTimestamp timestamp, SequenceNumber sequence) ->
          line.put(KIND, EARLY)
              .put("home_address", homeAddress.toString())
              .put("timestamp", Long.toHexString(timestamp.value()))
              .put("sequence", sequence.value());
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
        putAddresses(line.putArray("ended"), ended);
      }
      case Memory.FormerHomeAgents(var homeAddress, List<Ipv6Address> holders) ->
          putAddresses(
              line.put(KIND, FORMER).put("home_address", homeAddress.toString()).putArray("holders"), holders);
      case Memory.DiscoveredHomeAgents(var homeAddress, List<Ipv6Address> discovered, var used) -> {
        line.put(KIND, DISCOVERED)
            .put("home_address", homeAddress.toString())
            .put("used", used.map(Ipv6Address::toString).orElse(null));
        putAddresses(line.putArray("discovered"), discovered);
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
                    address(line, "home_address"),
                    address(line, "peer"),
                    new SequenceNumber(line.required("last").intValue())));
        case CORRESPONDENT_NUMBERS ->
            Optional.of(
                new Memory.CorrespondentSequenceNumbers(
                    address(line, "home_address"),
                    line.required("place").intValue(),
                    address(line, "correspondent"),
                    new SequenceNumber(line.required("last").intValue())));
        case TIMESTAMP ->
            Optional.of(
                new Memory.AcceptedTimestamp(
                    line.required("spi").longValue(),
                    line.required("identifier").stringValue(),
                    timestamp(line)));
        case EARLY ->
            Optional.of(
                new Memory.EarlyBindingUpdate(
                    address(line, "home_address"),
                    timestamp(line),
                    new SequenceNumber(line.required("sequence").intValue())));
        case REGISTRATION ->
            Optional.of(
                new Memory.HomeRegistration(
                    address(line, "home_address"),
                    address(line, "care_of_address"),
                    new SequenceNumber(line.required("sequence").intValue()),
                    new Lifetime(line.required("lifetime_units").intValue()),
                    line.required("link_local_defended").booleanValue(),
                    Instant.parse(line.required("expiry").stringValue())));
        case HOME_AGENTS -> Optional.of(heardHomeAgents(line.required("all")));
        case FORMER ->
            Optional.of(
                new Memory.FormerHomeAgents(address(line, "home_address"), addresses(line.required("holders"))));
        case DISCOVERED -> Optional.of(discoveredHomeAgents(line));
        case RENUMBERED -> Optional.of(renumberedHomeAddresses(line));
        default -> Optional.empty();
      };
    } catch (JacksonException | IllegalArgumentException | DateTimeParseException damaged) {
      return Optional.empty();
    }
  }

  private static void putAddresses(ArrayNode list, List<Ipv6Address> addresses) {
    addresses.forEach(each -> list.add(each.toString()));
  }

  private static List<Ipv6Address> addresses(JsonNode list) {
    List<Ipv6Address> all = new ArrayList<>();
    for (JsonNode each : list) {
      all.add(Ipv6Address.parse(each.stringValue()));
    }
    return all;
  }

  private static Memory renumberedHomeAddresses(JsonNode line) {
    List<Memory.FormedHomeAddress> formed = new ArrayList<>();
    for (JsonNode each : line.required("formed")) {
      formed.add(
          new Memory.FormedHomeAddress(
              address(each, "like"), Ipv6Prefix.parse(each.required("prefix").stringValue())));
    }
    return new Memory.RenumberedHomeAddresses(formed, addresses(line.required("ended")));
  }

  private static Memory discoveredHomeAgents(JsonNode line) {
    Optional<Ipv6Address> used =
        line.required("used").isNull() ? Optional.empty() : Optional.of(address(line, "used"));
    return new Memory.DiscoveredHomeAgents(
        address(line, "home_address"), addresses(line.required("discovered")), used);
  }

  private static Memory heardHomeAgents(JsonNode all) {
    List<Memory.HeardHomeAgent> list = new ArrayList<>();
    for (JsonNode each : all) {
      list.add(
          new Memory.HeardHomeAgent(
              address(each, "address"),
              each.required("prefix_length").intValue(),
              each.required("preference").intValue(),
              Instant.parse(each.required("until").stringValue())));
    }
    return new Memory.HeardHomeAgents(list);
  }

  private static NtpTimestamp timestamp(JsonNode line) {
    return new NtpTimestamp(Long.parseUnsignedLong(line.required("timestamp").stringValue(), 16));
  }

  private static Ipv6Address address(JsonNode line, String field) {
    return Ipv6Address.parse(line.required(field).stringValue());
  }
}
