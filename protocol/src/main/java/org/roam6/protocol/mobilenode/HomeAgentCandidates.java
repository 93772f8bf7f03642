package org.roam6.protocol.mobilenode;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.HomeAgentsAnycast;
import org.roam6.wire.Ipv6Address;

/** The home agents that a mobile node can try, by what it was told and has heard. Mutable, used by one thread. */
final class HomeAgentCandidates {

  private final MobileNodeConfig configured;
  private final HeardHomeAgents heard;
  private final Function<Time, Instant> wallClock;
  private List<Ipv6Address> discovered = List.of();
  private Optional<Ipv6Address> used = Optional.empty();

  HomeAgentCandidates(MobileNodeConfig configured, HeardHomeAgents heard, Function<Time, Instant> wallClock) {
    this.configured = configured;
    this.heard = heard;
    this.wallClock = wallClock;
  }

  // RFC 6275 6.1.7: the destination of a Binding Update is "that of a router sharing the same subnet prefix as the home
  // address"; nothing tells who wrote a list, and what it can do is bounded by this.
  boolean isUsable(Ipv6Address address) {
    return configured.homePrefix().contains(address)
        && address.isUnicastRoutable()
        && !address.equals(configured.homeAddress())
        && !address.equals(configured.homePrefix().address())
        && !address.equals(HomeAgentsAnycast.of(configured.homePrefix()));
  }

  List<Ipv6Address> usable(Collection<Ipv6Address> addresses) {
    return addresses.stream()
        .filter(this::isUsable)
        .distinct()
        .limit(HomeAgentSelection.MAXIMUM)
        .toList();
  }

  // RFC 6275 11.4.1: "If the mobile node has a current registration with some home agent (the Lifetime for that
  // registration has not yet expired), then the mobile node MUST attempt any new registration first with that home
  // agent." Whether it has one after a restart it does not know.
  /** All that are known, in the order in which they are to be tried: {@code holders} may have a binding. */
  List<Ipv6Address> ranked(List<Ipv6Address> holders, Time now) {
    SequencedSet<Ipv6Address> all = new LinkedHashSet<>(holders);
    used.ifPresent(all::add);
    all.addAll(discovered);
    heard.at(wallClock.apply(now)).stream().map(Memory.HeardHomeAgent::address).forEach(all::add);
    return usable(all);
  }

  /** {@code others}, and before them the one that accepted last where it is one of them, or did so in a former life. */
  List<Ipv6Address> holders(List<Ipv6Address> others, boolean isFormerLife) {
    Stream<Ipv6Address> last = used.filter(each -> isFormerLife || others.contains(each)).stream();
    return Stream.concat(last, others.stream()).distinct().toList();
  }

  /** The home agent that accepted last, be it before a restart. */
  Optional<Ipv6Address> used() {
    return used;
  }

  /** Takes up what was found and used before a restart. */
  void recall(Memory.DiscoveredHomeAgents item) {
    if (item.homeAddress().equals(configured.homeAddress())) {
      discovered = usable(item.discovered());
      used = item.used().filter(this::isUsable);
    }
  }

  // RFC 6275 11.4.1: "the mobile node SHOULD try each of them in the order they appear in the Home Agent Addresses
  // field"; "The list MAY be stored [...] in nonvolatile memory to survive reboots"
  /** The home link told of {@code found}; what to remember. */
  Effect found(List<Ipv6Address> found) {
    discovered = found;
    return memory();
  }

  /** {@code homeAgent} has accepted; what to remember, if that is news. */
  Optional<Effect> accepted(Ipv6Address homeAgent) {
    if (used.equals(Optional.of(homeAgent))) {
      return Optional.empty();
    }
    used = Optional.of(homeAgent);
    return Optional.of(memory());
  }

  private Effect memory() {
    return new Effect.Remember(new Memory.DiscoveredHomeAgents(configured.homeAddress(), discovered, used));
  }

  /** What is shown of those that are known, where {@code ranks} are tried in this order. */
  List<KnownHomeAgent> show(List<Ipv6Address> ranks, Optional<Ipv6Address> current, Time now) {
    return KnownHomeAgent.all(
        configured.homePrefix(), heard.at(wallClock.apply(now)), discovered, ranks, current);
  }
}
