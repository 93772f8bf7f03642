package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.CorrespondentScene.sent;
import static org.roam6.protocol.mobilenode.Scenario.ETH0;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.Search.ONE;
import static org.roam6.protocol.mobilenode.Search.TWO;
import static org.roam6.protocol.mobilenode.TestRouter.HOME;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_B;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.icmp.MobilePrefixAdvertisement;
import org.roam6.wire.icmp.MobilePrefixSolicitation;
import org.roam6.wire.icmp.MulticastListenerQueryV2;
import org.roam6.wire.mobility.HomeTestInit;

/** Whatever a mobile node does with its home agent it does with the one that it uses now. */
class HomeAgentChangeTest {

  private static final MobileNodeConfig CONFIG = Search.config(List.of(ETH0));
  private static final TestRouter HOME_TWO =
      TestRouter.of("02:00:00:00:02:00", Scenario.HOME_PREFIX.toString()).withAddress("fe80::2").withHomeAgent(TWO);

  private static List<Ipv6Address> solicited(List<Effect> effects) {
    return Scenario.packets(effects).stream()
        .map(Scenario::decode)
        .filter(packet -> !Scenario.messages(
                List.of(new Effect.SendRouted(packet.encode())), MobilePrefixSolicitation.class).isEmpty())
        .map(packet -> packet.header().destination())
        .toList();
  }

  private static List<Effect> advertise(Scenario scenario, Ipv6Address homeAgent, int identifier) {
    return scenario.handle(
        new Event.DiscoveryMessageReceived(
            new Arrival(
                ETH0,
                VISITED_B.mac(),
                homeAgent,
                VISITED_B.careOfAddress(),
                60,
                Optional.empty(),
                Optional.of(HOME_ADDRESS)),
            new MobilePrefixAdvertisement(identifier, false, false, List.of())));
  }

  @Test
  void prefixesAreAskedForAndLearnedFromTheHomeAgentInUse() {
    Search search = Search.settled(CONFIG.withPrefixDiscovery(PrefixDiscoveryMode.LEARN));
    Scenario scenario = search.scenario;
    List<Effect> asked = search.answer(search.changing(), TWO, 1);
    int identifier = Scenario.messages(asked, MobilePrefixSolicitation.class).getLast().identifier();

    assertThat(solicited(asked)).containsExactly(TWO);
    advertise(scenario, ONE, identifier);
    assertThat(solicited(scenario.pass(Duration.ofSeconds(4)))).containsExactly(TWO);
    advertise(scenario, TWO, identifier);
    assertThat(solicited(scenario.pass(Duration.ofMinutes(1)))).isEmpty();
  }

  @Test
  void aQuestionForPrefixesWaitsUntilTheNextHomeAgentHasAccepted() {
    Search search = new Search(CONFIG.withPrefixDiscovery(PrefixDiscoveryMode.LEARN));
    search.scenario.moveTo(VISITED_A);
    assertThat(solicited(search.answer(search.reply(ONE, TWO), ONE, 1))).containsExactly(ONE);
    List<Effect> changing = search.changing();
    List<Effect> trying = search.scenario.pass(Duration.ofSeconds(1));
    List<Effect> accepted = search.accept(changing, TWO);

    assertThat(solicited(changing)).isEmpty();
    assertThat(solicited(trying)).isEmpty();
    assertThat(solicited(accepted)).containsExactly(TWO);
  }

  @Test
  void groupsAreToldToTheNextHomeAgentOnlyWhenItAsks() {
    Search search = Search.settled();
    Scenario scenario = search.scenario;
    Event query =
        new Event.ListenerMessageReceived(
            BindingKey.of(HOME_ADDRESS), new MulticastListenerQueryV2(1000, Ipv6Address.UNSPECIFIED, 2, 125));
    scenario.handle(query);
    assertThat(scenario.wished(Desired.ListenerReports.class)).hasSize(1);
    search.accept(search.changing(), TWO);

    assertThat(scenario.wished(Desired.ListenerReports.class)).isEmpty();
    scenario.handle(query);
    assertThat(scenario.wished(Desired.ListenerReports.class)).hasSize(1);
  }

  // RFC 6275 11.7.2: "after receiving a successful Binding Acknowledgement from the home agent, a Binding Update MAY be
  // sent"
  @Test
  void correspondentNodesAreTestedOnceTheNextHomeAgentHasAccepted() {
    Search search = Search.settled(CONFIG.withRouteOptimization(RouteOptimizationPolicy.EVERYONE));
    List<Effect> refresh = List.of();
    for (int i = 0; i < 600 && Search.asked(refresh).isEmpty(); i++) {
      refresh = search.scenario.pass(Duration.ofSeconds(1));
    }
    List<Effect> refused = search.answer(refresh, ONE, 133);
    assertThat(Search.asked(refused)).containsExactly(TWO);
    List<Effect> trying = traffic(search.scenario);
    List<Effect> accepted = search.accept(refused, TWO);

    assertThat(sent(trying, HomeTestInit.class)).isEmpty();
    assertThat(sent(accepted, HomeTestInit.class)).hasSize(1);
  }

  private static List<Effect> traffic(Scenario scenario) {
    return scenario.handle(
        new Event.TrafficSeen(
            new DirectPath.Key(DirectPath.Side.MOBILE_NODE, HOME_ADDRESS, CorrespondentScene.PEER),
            Event.Way.TUNNEL_SENT));
  }

  @Test
  void backHomeTheHomeAgentInUseIsToldAtItsOwnLinkLayerAddress() {
    Search search = new Search();
    Scenario scenario = search.scenario;
    scenario.moveTo(HOME);
    scenario.hear(HOME_TWO);
    scenario.moveTo(VISITED_A);
    List<Effect> tried = scenario.pass(Duration.ofSeconds(5));
    assertThat(Search.asked(scenario.all())).contains(ONE, TWO);
    search.accept(tried, TWO);
    scenario.moveTo(HOME);
    scenario.hear(HOME_TWO);
    List<LinkLayerAddress> told =
        scenario.all().stream()
            .filter(Effect.SendOnLink.class::isInstance)
            .map(Effect.SendOnLink.class::cast)
            .filter(sent -> Search.asked(List.of(sent)).equals(List.of(TWO)))
            .map(Effect.SendOnLink::to)
            .toList();

    assertThat(told).isNotEmpty().containsOnly(HOME_TWO.mac());
  }
}
