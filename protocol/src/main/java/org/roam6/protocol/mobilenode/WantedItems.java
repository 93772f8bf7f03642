package org.roam6.protocol.mobilenode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.InterfaceName;
import org.roam6.wire.Ipv6Prefix;

/** What a mobile node has wanted so far, so that it asks for what is news. Mutable, used by one thread. */
final class WantedItems {

  private final Map<Desired.Key, Desired> wanted = new LinkedHashMap<>();

  /**
   * What makes the host have {@code wishes}, and nothing else.
   *
   * @param config what the node is to do
   * @param sent what is sent in the midst of that: when what it needs is there
   * @param again whether the host may have lost what was wanted before: the cable was pulled
   */
  List<Effect> follow(MobileNodeConfig config, Wishes wishes, List<Effect> sent, boolean again) {
    List<Effect> effects = new ArrayList<>();
    wishes.always().forEach(item -> want(item, false, effects));
    wishes.first().forEach(item -> want(item, again, effects));
    leaveHomeLinks(config, wishes, effects);
    effects.addAll(sent);
    wishes.afterwards().forEach(item -> want(item, again, effects));
    unwantOthers(wishes, effects);
    return effects;
  }

  /**
   * With its addresses a home prefix leaves the link, where a Binding Update would look for the home agent: with home
   * addresses, and with the care-of addresses of others that are on another home link.
   */
  private void leaveHomeLinks(MobileNodeConfig config, Wishes wishes, List<Effect> effects) {
    List<Ipv6Prefix> homePrefixes = config.homePrefixes();
    List<Desired.Key> left =
        wanted.values().stream()
            .filter(item -> config.interfaces().stream().anyMatch(on -> leadsTo(item, on, homePrefixes)))
            .map(Desired::key)
            .filter(key -> !wishes.has(key))
            .toList();
    for (Desired.Key key : left) {
      wanted.remove(key);
      effects.add(new Effect.Unwant(key));
    }
  }

  /** Whether by {@code item} a home prefix is on the link of an interface. */
  private static boolean leadsTo(Desired item, InterfaceName on, List<Ipv6Prefix> homePrefixes) {
    return item instanceof Desired.InterfaceAddress address
            && address.on().equals(on)
            && homePrefixes.stream().anyMatch(prefix -> prefix.contains(address.address()))
        || item instanceof Desired.Route route && route.out().equals(on) && homePrefixes.contains(route.destination());
  }

  private void want(Desired item, boolean again, List<Effect> effects) {
    Desired former = wanted.put(item.key(), item);
    if (!item.equals(former) || again) {
      effects.add(new Effect.Want(item));
    }
  }

  private void unwantOthers(Wishes wishes, List<Effect> effects) {
    List<Desired.Key> keys = new ArrayList<>(wanted.keySet());
    Stream.of(wishes.always(), wishes.first(), wishes.afterwards())
        .flatMap(List::stream)
        .forEach(item -> keys.remove(item.key()));
    Collections.reverse(keys);
    for (Desired.Key key : keys) {
      wanted.remove(key);
      effects.add(new Effect.Unwant(key));
    }
  }
}
