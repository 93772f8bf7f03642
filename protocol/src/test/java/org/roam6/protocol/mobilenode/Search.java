package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Memory;
import org.roam6.protocol.binding.HomeAgentsAnycast;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryReply;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryRequest;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingUpdate;

/** A mobile node that was told no home agent, and the home agents of its home link. */
final class Search {

  static final Ipv6Address ONE = Scenario.HOME_AGENT;
  static final Ipv6Address TWO = Ipv6Address.parse("2001:db8:1::2");
  static final Ipv6Address THREE = Ipv6Address.parse("2001:db8:1::3");
  static final Ipv6Address ANYCAST = HomeAgentsAnycast.of(Scenario.HOME_PREFIX);
  static final Ipv6Address CARE_OF = TestRouter.VISITED_A.careOfAddress();
  static final Duration FAILOVER = Duration.ofSeconds(31);

  final Scenario scenario;

  Search() {
    this(config(List.of(Scenario.ETH0)));
  }

  Search(MobileNodeConfig config) {
    scenario = new Scenario(config);
  }

  static MobileNodeConfig config(List<InterfaceName> interfaces) {
    return Scenario.config(interfaces, MobileNodeConfig.DEFAULT_ROUTING_TABLE).withHomeAgentAddress(ANYCAST);
  }

  /** The node was started anew, and remembers. */
  static Search restarted(Memory... items) {
    Search search = new Search();
    for (Memory item : items) {
      search.scenario.handle(new Event.Recalled(item));
    }
    return search;
  }

  /** The node comes to a visited link, and asks. */
  static Search begun() {
    Search search = new Search();
    search.scenario.moveTo(TestRouter.VISITED_A);
    return search;
  }

  /** The node knows all three, and the first one has accepted. */
  static Search settled() {
    return settled(config(List.of(Scenario.ETH0)));
  }

  static Search settled(MobileNodeConfig config) {
    Search search = new Search(config);
    search.scenario.moveTo(TestRouter.VISITED_A);
    search.accept(search.reply(ONE, TWO, THREE), ONE);
    return search;
  }

  /** The node has moved to {@link TestRouter#VISITED_B}, where the first one is silent and it tries the second one. */
  List<Effect> changing() {
    scenario.moveTo(TestRouter.VISITED_B);
    return scenario.pass(FAILOVER);
  }

  static List<Ipv6Packet> requests(List<Effect> effects) {
    return Scenario.packets(effects).stream()
        .map(Scenario::decode)
        .filter(packet -> packet.protocol() == IpProtocol.ICMPV6)
        .filter(packet -> packet.payload().at(0) == Icmpv6Type.HOME_AGENT_ADDRESS_DISCOVERY_REQUEST)
        .toList();
  }

  /** What the last request has to be answered with. */
  int identifier() {
    return Scenario.messages(scenario.all(), HomeAgentAddressDiscoveryRequest.class).getLast().identifier();
  }

  List<Effect> reply(Ipv6Address... homeAgents) {
    return reply(ONE, CARE_OF, identifier(), homeAgents);
  }

  List<Effect> reply(Ipv6Address source, Ipv6Address destination, int identifier, Ipv6Address... homeAgents) {
    return reply(Scenario.ETH0, source, destination, identifier, homeAgents);
  }

  List<Effect> reply(
      InterfaceName in, Ipv6Address source, Ipv6Address destination, int identifier, Ipv6Address... homeAgents) {
    return scenario.handle(
        new Event.DiscoveryMessageReceived(
            new Arrival(
                in,
                TestRouter.VISITED_A.mac(),
                source,
                destination,
                60,
                Optional.empty(),
                Optional.empty()),
            new HomeAgentAddressDiscoveryReply(identifier, false, List.of(homeAgents))));
  }

  /** Whom Binding Updates among {@code effects} go to. */
  static List<Ipv6Address> asked(List<Effect> effects) {
    return Scenario.updatePackets(effects).stream().map(packet -> packet.header().destination()).toList();
  }

  /** The Binding Updates among {@code effects} to one home agent. */
  static List<BindingUpdate> updatesTo(Ipv6Address homeAgent, List<Effect> effects) {
    return Scenario.updatePackets(effects).stream()
        .filter(packet -> packet.header().destination().equals(homeAgent))
        .map(packet -> (BindingUpdate) Scenario.mobilityHeader(packet).message())
        .toList();
  }

  /** {@code homeAgent} answers the last Binding Update to it among {@code effects}. */
  List<Effect> answer(List<Effect> effects, Ipv6Address homeAgent, int status) {
    BindingUpdate update = updatesTo(homeAgent, effects).getLast();
    Ipv6Address careOfAddress = scenario.node.snapshot(scenario.now()).careOfAddress().orElseThrow();
    int lifetime = status < 128 ? update.lifetimeUnits() : 0;
    return scenario.receive(
        new BindingAcknowledgement(status, false, 0, update.sequenceNumber(), lifetime, List.of()),
        careOfAddress,
        Arrivals.from(homeAgent));
  }

  List<Effect> accept(List<Effect> effects, Ipv6Address homeAgent) {
    List<Effect> caused = answer(effects, homeAgent, 0);
    assertThat(scenario.node.snapshot(scenario.now()).bindingUpdateList())
        .singleElement()
        .satisfies(entry -> assertThat(entry.acknowledged()).isTrue())
        .satisfies(entry -> assertThat(entry.destination()).isEqualTo(homeAgent));
    return caused;
  }

  /** What the node remembers of its home agents, as it said last. */
  Memory.DiscoveredHomeAgents memory() {
    return scenario.all().stream()
        .filter(Effect.Remember.class::isInstance)
        .map(effect -> ((Effect.Remember) effect).item())
        .filter(Memory.DiscoveredHomeAgents.class::isInstance)
        .map(Memory.DiscoveredHomeAgents.class::cast)
        .reduce((first, last) -> last)
        .orElseThrow();
  }
}
