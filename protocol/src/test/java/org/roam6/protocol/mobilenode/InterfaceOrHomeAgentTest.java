package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Scenario.ETH0;
import static org.roam6.protocol.mobilenode.Scenario.WLAN0;
import static org.roam6.protocol.mobilenode.Scenario.careOfAddress;
import static org.roam6.protocol.mobilenode.Search.ONE;
import static org.roam6.protocol.mobilenode.Search.TWO;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_B;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;

/** What a mobile node gives up first where nobody answers: its interface, or its home agent. */
class InterfaceOrHomeAgentTest {

  private static final Ipv6Address AT_A = careOfAddress(WLAN0, VISITED_A);
  private static final Ipv6Address AT_B = careOfAddress(ETH0, VISITED_B);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Search search = new Search(Search.config(List.of(ETH0, WLAN0)));
  private final Scenario scenario = search.scenario;

  /** Who sends what to whom. */
  private record Way(Ipv6Address from, Ipv6Address to) {}

  private static List<Way> ways(List<Effect> effects) {
    return Scenario.updatePackets(effects).stream()
        .map(packet -> new Way(packet.header().source(), packet.header().destination()))
        .toList();
  }

  /** Each way once, where it begins. */
  private static List<Way> changes(List<Effect> effects) {
    List<Way> changes = new ArrayList<>();
    for (Way way : ways(effects)) {
      if (changes.isEmpty() || !changes.getLast().equals(way)) {
        changes.add(way);
      }
    }
    return changes;
  }

  /** Time in which the routers of both links advertise themselves each second, so that no interface is suspected. */
  private List<Effect> live(Duration duration) {
    List<Effect> caused = new ArrayList<>();
    Time end = scenario.now().plus(duration);
    while (scenario.now().isBefore(end)) {
      caused.addAll(scenario.pass(SECOND));
      caused.addAll(scenario.hear(ETH0, VISITED_B));
      caused.addAll(scenario.hear(WLAN0, VISITED_A));
    }
    return caused;
  }

  /** The same until the home link is asked from {@code careOfAddress}; what was done meanwhile. */
  private List<Effect> liveUntilAskedFrom(Ipv6Address careOfAddress) {
    List<Effect> caused = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      List<Effect> last = live(SECOND);
      caused.addAll(last);
      if (Search.requests(last).stream().anyMatch(packet -> packet.header().source().equals(careOfAddress))) {
        return caused;
      }
    }
    throw new AssertionError("nobody is asked from " + careOfAddress + " in " + caused);
  }

  private List<Effect> reply(InterfaceName on, Ipv6Address... homeAgents) {
    return search.reply(on, ONE, on.equals(ETH0) ? AT_B : AT_A, search.identifier(), homeAgents);
  }

  /** Both interfaces work, the better one is in use and the first one of {@code homeAgents} is being tried. */
  private List<Effect> trying(Ipv6Address... homeAgents) {
    scenario.join(ETH0, VISITED_B);
    scenario.join(WLAN0, VISITED_A);
    List<Effect> tried = new ArrayList<>(reply(ETH0, homeAgents));
    assertThat(ways(tried)).containsExactly(new Way(AT_B, homeAgents[0]));
    return tried;
  }

  @Test
  void anotherInterfaceIsTriedBeforeAnotherHomeAgent() {
    trying(ONE, TWO);
    List<Effect> silence = live(Duration.ofSeconds(20));

    assertThat(changes(silence).subList(0, 4))
        .containsExactly(new Way(AT_B, ONE), new Way(AT_A, ONE), new Way(AT_B, ONE), new Way(AT_B, TWO));
    assertThat(search.accept(silence, TWO)).isNotNull();
  }

  @Test
  void theHomeAgentThatHasTheBindingIsKeptLongerButNotForever() {
    search.accept(trying(ONE, TWO), ONE);
    scenario.unplug(ETH0);
    List<Effect> silence = new ArrayList<>();
    scenario.join(ETH0, VISITED_B);
    silence.addAll(live(Duration.ofSeconds(70)));

    assertThat(changes(silence.subList(0, silence.size() / 2))).contains(new Way(AT_A, ONE), new Way(AT_B, ONE));
    assertThat(ways(silence)).extracting(Way::to).endsWith(TWO);
  }

  @Test
  void whoAnswersAnythingClearsTheInterface() {
    List<Effect> tried = trying(ONE, TWO);

    assertThat(ways(search.answer(tried, ONE, 130))).containsExactly(new Way(AT_B, TWO));
  }

  @Test
  void aCareOfAddressThatIsRefusedWantsAnotherInterface() {
    List<Effect> tried = trying(ONE, TWO);

    assertThat(ways(search.answer(tried, ONE, 174))).containsExactly(new Way(AT_A, ONE));
  }

  @Test
  void theHomeLinkIsAskedByAnotherInterfaceToo() {
    scenario.join(ETH0, VISITED_B);
    scenario.join(WLAN0, VISITED_A);
    List<Effect> silence = liveUntilAskedFrom(AT_A);

    assertThat(Search.requests(silence).stream().map(packet -> packet.header().source()))
        .containsExactly(AT_B, AT_B, AT_B, AT_A);
    assertThat(ways(reply(WLAN0, TWO))).containsExactly(new Way(AT_A, TWO));
  }

  @Test
  void askingByAllInterfacesComesToAnEndForAWhile() {
    scenario.join(ETH0, VISITED_B);
    scenario.join(WLAN0, VISITED_A);
    int first = Search.requests(live(Duration.ofMinutes(10))).size();
    int later = Search.requests(live(Duration.ofMinutes(30))).size();

    assertThat(first).isBetween(10, 40);
    assertThat(later).isBetween(20, 80);
  }

  @Test
  void theHomeLinkThatAnswersClearsTheInterface() {
    trying(ONE);
    liveUntilAskedFrom(AT_B);
    List<Effect> answered = new ArrayList<>(reply(ETH0, ONE, TWO));
    answered.addAll(live(Duration.ofSeconds(12)));

    assertThat(changes(answered)).startsWith(new Way(AT_B, TWO)).doesNotContain(new Way(AT_A, ONE));
  }

  @Test
  void withoutAnotherHomeAgentInterfacesAreTriedInTurn() {
    trying(ONE);
    List<Effect> silence = live(Duration.ofMinutes(3));

    assertThat(ways(silence)).extracting(Way::to).containsOnly(ONE);
    assertThat(changes(silence).stream().filter(new Way(AT_A, ONE)::equals).count()).isGreaterThan(2);
  }
}
