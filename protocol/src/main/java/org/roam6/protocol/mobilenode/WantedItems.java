package org.roam6.protocol.mobilenode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;

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
    List<Desired.Key> left = others(wishes);
    left.removeIf(key -> !leadsHome(config, wanted.get(key)));
    unwant(left, effects);
  }

  /** Whether by {@code item} a home prefix is on the link of an interface. */
  private static boolean leadsHome(MobileNodeConfig config, @Nullable Desired item) {
    return item instanceof Desired.InterfaceAddress address
            && config.interfaces().contains(address.on())
            && config.homePrefixes().stream().anyMatch(prefix -> prefix.contains(address.address()))
        || item instanceof Desired.Route route
            && config.interfaces().contains(route.out())
            && config.homePrefixes().contains(route.destination());
  }

  private void want(Desired item, boolean again, List<Effect> effects) {
    Desired former = wanted.put(item.key(), item);
    if (!item.equals(former) || again) {
      effects.add(new Effect.Want(item));
    }
  }

  private void unwantOthers(Wishes wishes, List<Effect> effects) {
    List<Desired.Key> keys = others(wishes);
    Collections.reverse(keys);
    unwant(keys, effects);
  }

  /** What was wanted and is not among {@code wishes}, in the order in which it was wanted. */
  private List<Desired.Key> others(Wishes wishes) {
    List<Desired.Key> keys = new ArrayList<>(wanted.keySet());
    Stream.of(wishes.always(), wishes.first(), wishes.afterwards())
        .flatMap(List::stream)
        .forEach(item -> keys.remove(item.key()));
    return keys;
  }

  private void unwant(List<Desired.Key> keys, List<Effect> effects) {
    for (Desired.Key key : keys) {
      wanted.remove(key);
      effects.add(new Effect.Unwant(key));
    }
  }
}
