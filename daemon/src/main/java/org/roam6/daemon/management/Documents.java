package org.roam6.daemon.management;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.roam6.daemon.configuration.Configuration;
import org.roam6.protocol.MessageCounts;
import org.roam6.protocol.Role;
import org.roam6.protocol.Time;
import org.roam6.protocol.correspondent.CorrespondentSnapshot;
import org.roam6.protocol.homeagent.HomeAgentConfig;
import org.roam6.protocol.homeagent.HomeAgentSnapshot;
import org.roam6.protocol.mobilenode.KnownHomeAgent;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot.Whereabouts;
import org.roam6.protocol.neighbor.HomeAgentsList;
import org.roam6.protocol.router.RouterSnapshot;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answers of the management socket. The number in {@code schema} grows when a member goes away
 * or changes its meaning; new members do not count. Units stand in names: {@code _ms}, {@code _s}.
 */
final class Documents {

  private static final JsonMapper JSON = JsonMapper.shared();

  private Documents() {}

  /** Whether a request asks for each single binding of the home agents, of which there may be very many. */
  static boolean needsBindings(String request) {
    return request.equals("bindings");
  }

  /** The document that a request asks for; empty where there is no such request. */
  static Optional<Function<DaemonSnapshot, ObjectNode>> of(String request) {
    return switch (request) {
      case "status" -> Optional.of(Documents::status);
      case "bindings" -> Optional.of(Documents::bindings);
      case "bul" -> Optional.of(Documents::bindingUpdateList);
      case "home-agents" -> Optional.of(Documents::homeAgents);
      case "stats" -> Optional.of(Documents::statistics);
      default -> Optional.empty();
    };
  }

  private static ObjectNode document(String schema, DaemonSnapshot snapshot) {
    return JSON.createObjectNode().put("schema", schema).put("time", snapshot.time().toString());
  }

  private static ObjectNode status(DaemonSnapshot snapshot) {
    Configuration configuration = snapshot.configuration();
    ObjectNode document =
        document("roam6.status/1", snapshot)
            .put("pid", ProcessHandle.current().pid())
            .put("uptime_ms", snapshot.uptime().toMillis())
            .put("tunnel_interface", configuration.tunnelInterface().value());
    ArrayNode warnings = document.putArray("warnings");
    configuration.warnings().forEach(warnings::add);
    homeAgents(document, configuration, snapshot.homeAgents());
    snapshot
        .mobileNode()
        .ifPresent(mobileNode -> mobileNode(document.putObject("mobile_node"), mobileNode));
    snapshot
        .correspondent()
        .ifPresent(
            correspondent ->
                document
                    .putObject("correspondent")
                    .put("bindings", correspondent.bindings().size())
                    .put("maximum_bindings", correspondent.maximumBindings()));
    snapshot.router().ifPresent(router -> router(document.putObject("router"), router));
    return document;
  }

  /** The one home agent, as an object; several as a list. */
  private static void homeAgents(
      ObjectNode document, Configuration configuration, List<HomeAgentSnapshot> snapshots) {
    if (snapshots.size() == 1) {
      homeAgent(document.putObject("home_agent"), configuration.homeAgents().getFirst(), snapshots.getFirst());
    } else if (!snapshots.isEmpty()) {
      ArrayNode list = document.putArray("home_agents");
      for (int i = 0; i < snapshots.size(); i++) {
        homeAgent(list.addObject(), configuration.homeAgents().get(i), snapshots.get(i));
      }
    }
  }

  private static void homeAgent(ObjectNode node, HomeAgentConfig role, HomeAgentSnapshot snapshot) {
    node.put("interface", role.homeInterface().value())
        .put("address", snapshot.homeAgentAddress().toString())
        .put("prefix", snapshot.homePrefix().toString())
        .put("bindings", snapshot.size())
        .put("maximum_bindings", snapshot.maximumBindings());
  }

  private static void mobileNode(ObjectNode node, MobileNodeSnapshot snapshot) {
    MobileNodeSnapshot.HomeAddress first = snapshot.homeAddresses().getFirst();
    node.put("home_address", first.address().toString())
        .put("home_agent", first.homeAgent().map(Object::toString).orElse(null));
    ArrayNode homeAddresses = node.putArray("home_addresses");
    for (MobileNodeSnapshot.HomeAddress each : snapshot.homeAddresses()) {
      homeAddresses
          .addObject()
          .put("home_address", each.address().toString())
          .put("home_agent", each.homeAgent().map(Object::toString).orElse(null))
          .put("whereabouts", word(each.whereabouts()))
          .put("registered", each.registered())
          .put("lost", each.lost());
    }
    ArrayNode interfaces = node.putArray("interfaces");
    for (MobileNodeSnapshot.Interface each : snapshot.interfaces()) {
      mobileInterface(interfaces.addObject(), each);
      if (each.used()) {
        node.put("interface", each.name().value());
      }
    }
    node.put("whereabouts", word(snapshot.whereabouts()))
        .put("movement", snapshot.movement())
        .put("router", snapshot.router().map(Object::toString).orElse(null))
        .put("care_of_address", snapshot.careOfAddress().map(Object::toString).orElse(null))
        .put("registered", isRegistered(snapshot))
        .put("correspondents", snapshot.correspondents().size())
        .put(
            "direct_paths",
            snapshot.correspondents().stream().filter(each -> each.directFrom().isPresent()).count());
  }

  /** Whether there are home addresses that are not at home, and all of them are registered. */
  private static boolean isRegistered(MobileNodeSnapshot snapshot) {
    List<MobileNodeSnapshot.HomeAddress> notAtHome =
        snapshot.homeAddresses().stream().filter(each -> each.whereabouts() != Whereabouts.HOME).toList();
    return !notAtHome.isEmpty() && notAtHome.stream().allMatch(MobileNodeSnapshot.HomeAddress::registered);
  }

  private static void mobileInterface(ObjectNode node, MobileNodeSnapshot.Interface each) {
    node.put("interface", each.name().value())
        .put("used", each.used())
        .put("preferred", each.preferred())
        .put("usable", each.usable())
        .put("movement", each.movement())
        .put("router", each.router().map(Object::toString).orElse(null))
        .put("care_of_address", each.careOfAddress().map(Object::toString).orElse(null));
  }

  /** What the daemon answers to somebody who prefers an interface. */
  static ObjectNode preferred(DaemonSnapshot snapshot) {
    ObjectNode document = document("roam6.prefer/1", snapshot);
    ArrayNode interfaces = document.putArray("interfaces");
    snapshot
        .mobileNode()
        .ifPresent(node -> node.interfaces().forEach(each -> mobileInterface(interfaces.addObject(), each)));
    return document;
  }

  private static void router(ObjectNode node, RouterSnapshot snapshot) {
    ArrayNode interfaces = node.putArray("interfaces");
    for (RouterSnapshot.Advertising each : snapshot.interfaces()) {
      interfaces
          .addObject()
          .put("interface", each.name().value())
          .put("advertising", each.active())
          .put("next_advertisement_ms", each.active() ? each.nextAdvertisementMillis() : null);
    }
  }

  private static ObjectNode bindings(DaemonSnapshot snapshot) {
    ObjectNode document = document("roam6.bindings/1", snapshot);
    ArrayNode bindings = document.putArray("bindings");
    snapshot.homeAgents().forEach(homeAgent -> homeAgent.bindings().forEach(each -> binding(bindings, each)));
    snapshot
        .correspondent()
        .ifPresent(
            correspondent -> {
              ArrayNode others = document.putArray("correspondent_bindings");
              correspondent.bindings().forEach(each -> binding(others, each));
            });
    return document;
  }

  private static void binding(ArrayNode bindings, CorrespondentSnapshot.Binding binding) {
    bindings
        .addObject()
        .put("home_address", binding.homeAddress().toString())
        .put("care_of_address", binding.careOfAddress().toString())
        .put("own_address", binding.ownAddress().toString())
        .put("sequence", binding.sequence().value())
        .put("lifetime_s", binding.lifetime().toSeconds())
        .put("remaining_ms", binding.remaining().toMillis())
        .put("idle_ms", binding.idle().map(Duration::toMillis).orElse(null));
  }

  private static void binding(ArrayNode bindings, HomeAgentSnapshot.Binding binding) {
    bindings
        .addObject()
        .put("home_address", binding.homeAddress().toString())
        .put("binding_id", binding.bindingId())
        .put("care_of_address", binding.careOfAddress().toString())
        .put("state", word(binding.state()))
        .put("sequence", binding.sequence().value())
        .put("lifetime_s", binding.lifetime().toSeconds())
        .put("remaining_ms", binding.remaining().toMillis())
        .put("link_local_defended", binding.linkLocalDefended());
  }

  private static ObjectNode bindingUpdateList(DaemonSnapshot snapshot) {
    ObjectNode document = document("roam6.bul/1", snapshot);
    ArrayNode entries = document.putArray("entries");
    snapshot
        .mobileNode()
        .ifPresent(
            node -> {
              node.bindingUpdateList().forEach(each -> entry(entries, each));
              node.correspondents().forEach(each -> entry(entries, each));
            });
    return document;
  }

  private static void entry(ArrayNode entries, MobileNodeSnapshot.Entry entry) {
    entries
        .addObject()
        .put("home_address", entry.key().homeAddress().toString())
        .put("binding_id", entry.key().bindingId())
        .put("destination", entry.destination().toString())
        .put("care_of_address", entry.careOfAddress().toString())
        .put("state", entry.state())
        .put("acknowledged", entry.acknowledged())
        .put("sequence", entry.sequenceNumber())
        .put("lifetime_s", entry.initialLifetime().toSeconds())
        .put("remaining_ms", entry.remainingLifetime().toMillis())
        .put("transmissions", entry.transmissions())
        .put("next_update_ms", entry.untilNext().map(Duration::toMillis).orElse(null));
  }

  private static void entry(ArrayNode entries, MobileNodeSnapshot.Correspondent correspondent) {
    entries
        .addObject()
        .put("home_address", correspondent.homeAddress().toString())
        .put("destination", correspondent.address().toString())
        .put("care_of_address", correspondent.directFrom().map(Object::toString).orElse(null))
        .put("state", correspondent.state())
        .put("acknowledged", correspondent.directFrom().isPresent())
        .put("sequence", correspondent.sequenceNumber())
        .put("remaining_ms", correspondent.remainingLifetime().map(Duration::toMillis).orElse(null))
        .put(
            "next_update_ms",
            correspondent.untilNext().or(correspondent::untilRetry).map(Duration::toMillis).orElse(null));
  }

  private static ObjectNode homeAgents(DaemonSnapshot snapshot) {
    ObjectNode document = document("roam6.home-agents/1", snapshot);
    ArrayNode list = document.putArray("home_agents");
    for (KnownHomeAgent each : snapshot.knownHomeAgents()) {
      list.addObject()
          .put("prefix", each.prefix().toString())
          .put("address", each.address().toString())
          .put("preference", each.preference().isPresent() ? each.preference().getAsInt() : null)
          .put(
              "remaining_ms",
              each.until().map(until -> Duration.between(snapshot.time(), until).toMillis()).orElse(null))
          .put("discovered", each.discovered())
          .put("rank", each.rank().isPresent() ? each.rank().getAsInt() : null)
          .put("used", each.used());
    }
    snapshot.homeAgents().forEach(role -> others(list, role, snapshot.now()));
    return document;
  }

  private static void others(ArrayNode list, HomeAgentSnapshot role, Time now) {
    for (HomeAgentsList.Entry each : role.others()) {
      for (HomeAgentsList.GlobalAddress address : each.addresses()) {
        list.addObject()
            .put("prefix", role.homePrefix().toString())
            .put("address", address.address().toString())
            .put("preference", each.preference())
            .put("remaining_ms", each.until().since(now).toMillis());
      }
    }
  }

  private static ObjectNode statistics(DaemonSnapshot snapshot) {
    ObjectNode document =
        document("roam6.stats/1", snapshot)
            .put("messages", snapshot.host().messages())
            .put("answers_withheld", snapshot.host().answersWithheld());
    counters(document.putObject("drops"), snapshot.host().drops());
    messages(document.putObject("received"), snapshot.host().received());
    messages(document.putObject("sent"), snapshot.host().sent());
    if (!snapshot.homeAgents().isEmpty()) {
      ObjectNode node = document.putObject("home_agent");
      counters(node.putObject("discarded"), sum(snapshot.homeAgents(), HomeAgentSnapshot::discarded));
      counters(node.putObject("refused"), sum(snapshot.homeAgents(), HomeAgentSnapshot::refused));
      counters(node.putObject("prohibited"), sum(snapshot.homeAgents(), HomeAgentSnapshot::prohibited));
      prefixDiscovery(node.putObject("prefix_discovery"), snapshot.homeAgents());
    }
    snapshot
        .correspondent()
        .ifPresent(
            correspondent -> {
              ObjectNode node =
                  document
                      .putObject("correspondent")
                      .put("home_tests", correspondent.homeTests())
                      .put("care_of_tests", correspondent.careOfTests())
                      .put("nonces", correspondent.nonces())
                      .put("remembered", correspondent.remembered());
              counters(node.putObject("discarded"), correspondent.discarded());
              counters(node.putObject("refused"), correspondent.refused());
            });
    counters(document.putObject("data_plane"), snapshot.dataPlane());
    counters(document.putObject("notices"), snapshot.notices());
    return document;
  }

  private static void messages(ObjectNode node, Map<Role, MessageCounts> counts) {
    counts.forEach(
        (role, each) -> {
          ObjectNode ofRole = node.putObject(word(role));
          counters(ofRole.putObject("messages"), each.messages());
          counters(ofRole.putObject("acknowledgement_status"), each.acknowledgementStatuses());
          counters(ofRole.putObject("error_status"), each.errorStatuses());
          ofRole
              .put("home_address_options", each.homeAddressOptions())
              .put("routing_headers", each.routingHeaders());
        });
  }

  private static void prefixDiscovery(ObjectNode node, List<HomeAgentSnapshot> homeAgents) {
    node.put("answered", homeAgents.stream().mapToLong(each -> each.prefixDiscovery().answered()).sum())
        .put("unasked", homeAgents.stream().mapToLong(each -> each.prefixDiscovery().unasked()).sum());
    counters(node.putObject("discarded"), sum(homeAgents, each -> each.prefixDiscovery().discarded()));
  }

  private static <K> Map<K, Long> sum(
      List<HomeAgentSnapshot> homeAgents, Function<HomeAgentSnapshot, SortedMap<K, Long>> counters) {
    return homeAgents.stream()
        .flatMap(each -> counters.apply(each).entrySet().stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
  }

  private static void counters(ObjectNode node, Map<?, Long> counters) {
    counters.entrySet().stream()
        .sorted(
            Map.Entry.comparingByKey((one, other) -> one.toString().compareTo(other.toString())))
        .forEach(each -> node.put(word(each.getKey()), each.getValue()));
  }

  private static String word(Object key) {
    return key.toString().toLowerCase(Locale.ROOT);
  }
}
