package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.auth.Security;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.MobilePrefixAdvertisement;
import org.roam6.wire.icmp.MobilePrefixSolicitation;
import org.roam6.wire.icmp.NeighborDiscoveryOption;
import org.roam6.wire.icmp.NeighborDiscoveryOptions;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.icmp.RouterPreference;
import org.roam6.wire.ip.Ipv6Packet;

/** A home agent that tells prefixes, another router of its home link, and what mobile nodes ask and hear. */
final class PrefixScene {

  static final Duration MINIMUM = Duration.ofMinutes(10);
  static final Duration MAXIMUM = Duration.ofDays(1);
  static final long DAY = 86_400;

  final Scene scene;

  PrefixScene(UnaryOperator<HomeAgentConfig> configured) {
    scene =
        new Scene(
            configured.apply(
                Scene.config(new Security.None(), HomeAgentLimits.DEFAULT)
                    .withPrefixDiscovery(PrefixDiscoveryPolicy.DEFAULT)));
  }

  static PrefixScene usual() {
    return new PrefixScene(UnaryOperator.identity());
  }

  /** An advertisement that was sent, and its packet. */
  record Told(Ipv6Packet packet, MobilePrefixAdvertisement message) {
    List<PrefixInformation> prefixes() {
      return NeighborDiscoveryOptions.ofType(message.options(), PrefixInformation.class);
    }
  }

  List<Effect> ask(int identifier) {
    return ask(Scene.HOME, Scene.CARE_OF_A, identifier);
  }

  List<Effect> ask(Ipv6Address home, Ipv6Address careOf, int identifier) {
    return ask(home, careOf, new MobilePrefixSolicitation(identifier, List.of()));
  }

  List<Effect> ask(Ipv6Address home, Ipv6Address careOf, MobilePrefixSolicitation message) {
    return tell(
        Ipv6Packet.of(careOf, Scene.HOME_AGENT, 60, IpProtocol.ICMPV6, message.encode(home, Scene.HOME_AGENT))
            .withHomeAddressOption(home));
  }

  List<Effect> tell(Ipv6Packet packet) {
    return scene.tell(new Event.PacketReceived(Scene.UPLINK, Update.CORE_ROUTER, packet.encode()));
  }

  /** Another router advertises one prefix. */
  List<Effect> hear(String prefix, long valid, long preferred) {
    return hear(new PrefixInformation(Ipv6Address.parse(prefix), 64, true, true, false, valid, preferred));
  }

  List<Effect> hear(NeighborDiscoveryOption... options) {
    RouterAdvertisement advertisement =
        new RouterAdvertisement(64, true, true, false, RouterPreference.MEDIUM, 1800, 0, 0, List.of(options));
    return scene.onHomeLink(Scene.NEIGHBOR, Ipv6Address.ALL_NODES, Scene.NEIGHBOR_LINK_LAYER, advertisement);
  }

  static Told onlyOneIn(List<Effect> effects) {
    List<Told> told = told(effects);
    assertThat(told).hasSize(1);
    return told.getFirst();
  }

  static List<Told> told(List<Effect> effects) {
    List<Told> told = new ArrayList<>();
    for (Effect effect : effects) {
      advertisement(effect).ifPresent(told::add);
    }
    return told;
  }

  private static Optional<Told> advertisement(Effect effect) {
    if (!(effect instanceof Effect.SendRouted(var octets))) {
      return Optional.empty();
    }
    Ipv6Packet packet = Acknowledgement.value(Ipv6Packet.decode(octets));
    if (packet.protocol() != IpProtocol.ICMPV6) {
      return Optional.empty();
    }
    Icmpv6Message message =
        Acknowledgement.value(
            Icmpv6Message.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination()));
    return Optional.of(new Told(packet, (MobilePrefixAdvertisement) message));
  }

  /** Lets time pass until the home agent tells something; how long that took. */
  Duration untilTold(Duration most) {
    Duration step = Duration.ofSeconds(1);
    Duration passed = Duration.ZERO;
    while (passed.compareTo(most) < 0) {
      passed = passed.plus(step);
      if (!told(scene.pass(step)).isEmpty()) {
        return passed;
      }
    }
    throw new AssertionError("nothing was told within " + most);
  }

  /** Keeps the binding, and tells nothing else; what was told meanwhile, with the seconds at which it was. */
  List<Long> passRefreshing(Duration duration, int firstSequence) {
    List<Long> moments = new ArrayList<>();
    int sequence = firstSequence;
    for (long second = 1; second <= duration.toSeconds(); second++) {
      long now = second;
      told(scene.pass(Duration.ofSeconds(1))).forEach(_ -> moments.add(now));
      if (second % 100 == 0) {
        told(scene.tell(new Update().sequence(sequence++).lifetime(60).plain())).forEach(_ -> moments.add(now));
      }
    }
    return moments;
  }

  long discarded(SolicitationDiscard cause) {
    return scene.agent.snapshot(scene.now()).prefixDiscovery().discarded().getOrDefault(cause, 0L);
  }
}
