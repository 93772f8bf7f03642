package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Host;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.SeededRandomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.Security;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;

/** One host is the home agent of two home links, with an address and a prefix on each. */
class SeveralHomeLinksTest {

  private static final InterfaceName OTHER_LINK = new InterfaceName("eth2");
  private static final Ipv6Address OTHER_AGENT = Ipv6Address.parse("2001:db8:2::1");
  private static final Ipv6Address HOME_THERE = Ipv6Address.parse("2001:db8:2::100");
  private static final LinkLayerAddress OTHER_LINK_LAYER = LinkLayerAddress.parse("02:00:00:00:00:02");

  private final List<HomeAgent> agents =
      HomeAgent.ofOneHost(
          List.of(
              HomeAgentConfig.of(
                  Scene.HOME_LINK, Scene.HOME_AGENT, Scene.HOME_PREFIX, new Security.None(), Scene.TUNNEL),
              HomeAgentConfig.of(
                  OTHER_LINK, OTHER_AGENT, Ipv6Prefix.parse("2001:db8:2::/64"), new Security.None(), Scene.TUNNEL)),
          new SeededRandomness(1));
  private final Host host = new Host(List.copyOf(agents));
  private Time now = Time.ZERO.plus(Duration.ofMinutes(10));

  SeveralHomeLinksTest() {
    for (Event event :
        List.of(
            new Event.LinkChanged(Scene.HOME_LINK, Event.LinkPresence.CARRIER, Scene.OWN_LINK_LAYER, 1500),
            new Event.LinkChanged(OTHER_LINK, Event.LinkPresence.CARRIER, OTHER_LINK_LAYER, 1500),
            new Event.AddressChanged(Scene.HOME_LINK, Scene.HOME_AGENT, Event.AddressState.READY),
            new Event.AddressChanged(OTHER_LINK, OTHER_AGENT, Event.AddressState.READY))) {
      host.handle(event, now);
    }
    pass(Duration.ofMinutes(1));
  }

  private List<Effect> pass(Duration duration) {
    Time end = now.plus(duration);
    List<Effect> effects = new ArrayList<>();
    while (host.nextDeadline().isDue(end)) {
      now = host.nextDeadline();
      effects.addAll(host.handle(new Event.DeadlineReached(), now));
    }
    now = end;
    return effects;
  }

  private List<Effect> register(Update update) {
    List<Effect> effects = new ArrayList<>(host.handle(update.plain(), now));
    effects.addAll(pass(Duration.ofSeconds(2)));
    return effects;
  }

  private int bindings(HomeAgent agent) {
    return agent.snapshot(now).bindings().size();
  }

  @Test
  void eachServesTheMobileNodesOfItsOwnLink() {
    List<Effect> there = register(new Update().homeAddress(HOME_THERE).destination(OTHER_AGENT));
    assertThat(Acknowledgement.onlyOneIn(there).status()).isZero();
    assertThat(bindings(agents.getFirst())).isZero();
    assertThat(bindings(agents.getLast())).isEqualTo(1);
    assertThat(there)
        .contains(new Effect.Want(new Desired.GroupMembership(OTHER_LINK, HOME_THERE.solicitedNode())));

    List<Effect> here = register(new Update());
    assertThat(Acknowledgement.onlyOneIn(here).status()).isZero();
    assertThat(bindings(agents.getFirst())).isEqualTo(1);
    assertThat(here)
        .contains(new Effect.Want(new Desired.GroupMembership(Scene.HOME_LINK, Scene.HOME.solicitedNode())));
  }

  @Test
  void whatIsForTheOtherOneIsNoDiscardedBindingUpdate() {
    register(new Update().homeAddress(HOME_THERE).destination(OTHER_AGENT));
    register(new Update());

    assertThat(agents).allSatisfy(agent -> assertThat(agent.snapshot(now).discarded()).isEmpty());
  }

  @Test
  void homeAddressOfTheOtherLinkIsRefused() {
    assertThat(Acknowledgement.onlyOneIn(register(new Update().homeAddress(HOME_THERE))).status()).isEqualTo(132);
    assertThat(bindings(agents.getLast())).isZero();
  }
}
