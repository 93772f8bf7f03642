package org.roam6.sim.check;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.roam6.protocol.Desired.DirectPathKey;
import org.roam6.protocol.Desired.WantedDirectPath;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.sim.check.MobilityMessages.Sighting;
import org.roam6.sim.network.Network;
import org.roam6.sim.world.Observer;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTest;
import org.roam6.wire.mobility.HomeTest;

/**
 * What is known of route optimization from both sides: the bindings of correspondent nodes, the direct paths of mobile
 * nodes, and which tokens really came to whom. Checkers read it; it is observed before them.
 */
final class PathLedger implements Observer {

  private static final int MOST_REMEMBERED = 1024;

  private final Network network;
  private final Map<Ipv6Address, SimulatedHost> correspondents = new LinkedHashMap<>();
  private final Map<Ipv6Address, SimulatedHost> mobileNodes = new LinkedHashMap<>();
  private final Map<Pair, PairRecord> pairs = new LinkedHashMap<>();
  private final Map<Ipv6Address, Set<Pair>> pairsOf = new HashMap<>();
  private final Set<Octets> updates = new LinkedHashSet<>();
  private final Map<Octets, Token> tests = new LinkedHashMap<>();
  private final Map<Token, Time> delivered = new HashMap<>();
  private final Map<Nonce, Time> firstUses = new HashMap<>();
  /** Who makes tokens under an address: a correspondent node that is mobile does so under its care-of address too. */
  private final Map<Ipv6Address, SimulatedHost> tokenMakers = new HashMap<>();

  /** A mobile node by its home address, and a correspondent node. */
  record Pair(Ipv6Address homeAddress, Ipv6Address correspondent) {
    static Pair of(DirectPath.Key key) {
      return new Pair(key.homeAddress(), key.correspondent());
    }
  }

  /** A nonce of one run of a correspondent node. */
  record Nonce(Ipv6Address correspondent, int run, int index) {}

  /**
   * A keygen token.
   *
   * @param home whether it is one for a home address
   * @param address what it stands for
   * @param nonce of which it was made
   */
  record Token(boolean home, Ipv6Address address, Nonce nonce) {}

  /** What a correspondent node gave for a care-of address: when, and until when. */
  record Grant(Time at, Time until) {}

  /** What both sides have. */
  static final class PairRecord {
    private final Map<Ipv6Address, Grant> grants = new HashMap<>();
    private final Map<Ipv6Address, Time> askedForOthers = new HashMap<>();
    private @Nullable DirectPath held;
    private @Nullable DirectPath used;
    private Time heldChanged = Time.ZERO;
    private Time usedChanged = Time.ZERO;

    /** The binding of the correspondent node. */
    Optional<DirectPath> held() {
      return Optional.ofNullable(held);
    }

    /** The direct path of the mobile node. */
    Optional<DirectPath> used() {
      return Optional.ofNullable(used);
    }

    /** When {@link #held} last changed. */
    Time heldChanged() {
      return heldChanged;
    }

    /** When {@link #used} last changed. */
    Time usedChanged() {
      return usedChanged;
    }

    /** What the correspondent node gave last for a care-of address, unless it gave up all it knew since. */
    Optional<Grant> grant(Ipv6Address careOfAddress) {
      return Optional.ofNullable(grants.get(careOfAddress));
    }

    /** When the mobile node last asked for something else than this care-of address. */
    Time askedForAnother(Ipv6Address careOfAddress) {
      return askedForOthers.entrySet().stream()
          .filter(each -> !each.getKey().equals(careOfAddress))
          .map(Map.Entry::getValue)
          .max(Time::compareTo)
          .orElse(Time.ZERO);
    }
  }

  PathLedger(Network network) {
    this.network = network;
    for (SimulatedHost host : network.world().hosts()) {
      if (host.config().correspondent().isPresent()) {
        correspondents.put(network.programAddress(host.name()), host);
      }
      if (network.settings().routeOptimization().mobileNodes().contains(host.name())) {
        mobileNodes.put(network.programAddress(host.name()), host);
      }
    }
  }

  Network network() {
    return network;
  }

  /** The correspondent nodes by their addresses. */
  Map<Ipv6Address, SimulatedHost> correspondents() {
    return correspondents;
  }

  /** The mobile nodes that try route optimization, by their home addresses. */
  Map<Ipv6Address, SimulatedHost> mobileNodes() {
    return mobileNodes;
  }

  PairRecord pair(Pair pair) {
    return pairs.computeIfAbsent(pair, this::begin);
  }

  private PairRecord begin(Pair pair) {
    pairsOf.computeIfAbsent(pair.homeAddress(), _ -> new LinkedHashSet<>()).add(pair);
    pairsOf.computeIfAbsent(pair.correspondent(), _ -> new LinkedHashSet<>()).add(pair);
    return new PairRecord();
  }

  /** The pairs with this address on either side that anything is known of. */
  Set<Pair> pairsOf(Ipv6Address address) {
    return pairsOf.getOrDefault(address, Set.of());
  }

  /** How many bindings a correspondent node has. */
  int heldBy(Ipv6Address correspondent) {
    return (int)
        pairsOf(correspondent).stream()
            .filter(each -> each.correspondent().equals(correspondent) && pair(each).held != null)
            .count();
  }

  /** Whether a Binding Update was really sent by a mobile node and has not been used yet; it is from now on. */
  boolean useUpdate(Octets mobilityHeader) {
    return updates.remove(mobilityHeader);
  }

  /** When the mobile node got a token that the correspondent node made; empty where it did not. */
  Optional<Time> delivered(boolean home, Ipv6Address address, Ipv6Address correspondent, int index) {
    return Optional.ofNullable(delivered.get(new Token(home, address, nonce(correspondent, index))));
  }

  /** When a nonce of the present run of a correspondent node was first used. */
  Optional<Time> firstUse(Ipv6Address correspondent, int index) {
    return Optional.ofNullable(firstUses.get(nonce(correspondent, index)));
  }

  private Nonce nonce(Ipv6Address correspondent, int index) {
    SimulatedHost host = tokenMakers.get(correspondent);
    return new Nonce(correspondent, host == null ? 0 : host.starts(), index);
  }

  // ---- what happens

  @Override
  public void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (event instanceof Event.PacketReceived received && host.config().mobileNode().isPresent()) {
      MobilityMessages.in(received.packet())
          .map(seen -> tests.get(seen.octets()))
          .ifPresent(token -> delivered.put(token, now));
    }
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Want(WantedDirectPath(DirectPath path)) -> wanted(path, now);
        case Effect.Unwant(DirectPathKey(DirectPath.Key key)) -> unwanted(key, now);
        case Effect.Want _,
            Effect.Unwant _,
            Effect.SendOnLink _,
            Effect.SendRouted _,
            Effect.FlushNeighbors _,
            Effect.Remember _,
            Effect.Notify _ ->
            MobilityMessages.sentBy(effect).ifPresent(seen -> sent(host, seen, now));
      }
    }
  }

  private void wanted(DirectPath path, Time now) {
    PairRecord record = pair(Pair.of(path.key()));
    switch (path.key().side()) {
      case CORRESPONDENT -> {
        record.held = path;
        record.heldChanged = now;
        record.grants.put(path.careOfAddress(), new Grant(now, path.expiry()));
      }
      case MOBILE_NODE -> {
        record.used = path;
        record.usedChanged = now;
      }
    }
  }

  private void unwanted(DirectPath.Key key, Time now) {
    PairRecord record = pair(Pair.of(key));
    switch (key.side()) {
      case CORRESPONDENT -> {
        record.held = null;
        record.heldChanged = now;
      }
      case MOBILE_NODE -> {
        record.used = null;
        record.usedChanged = now;
      }
    }
  }

  private void sent(SimulatedHost host, Sighting seen, Time now) {
    switch (seen.message()) {
      case HomeTest test -> issued(host, true, seen, test.nonceIndex(), now);
      case CareOfTest test -> issued(host, false, seen, test.nonceIndex(), now);
      case BindingUpdate update when !update.home() -> {
        updates.add(seen.octets());
        forgetSurplus(updates);
        Ipv6Address asked = update.lifetimeUnits() == 0 ? seen.homeAddress() : seen.source();
        pair(new Pair(seen.homeAddress(), seen.destination())).askedForOthers.put(asked, now);
      }
      default -> {}
    }
  }

  private void issued(SimulatedHost host, boolean home, Sighting seen, int index, Time now) {
    tokenMakers.put(seen.source(), host);
    Nonce nonce = nonce(seen.source(), index);
    firstUses.putIfAbsent(nonce, now);
    tests.put(seen.octets(), new Token(home, seen.destination(), nonce));
    forgetSurplus(tests.keySet());
  }

  private static void forgetSurplus(Set<Octets> messages) {
    if (messages.size() > MOST_REMEMBERED) {
      messages.remove(messages.iterator().next());
    }
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    if (!(disturbance instanceof Disturbance.Stopped)) {
      return;
    }
    Ipv6Address address = network.programAddress(host.name());
    for (Pair pair : pairsOf(address)) {
      if (pair.correspondent().equals(address) && correspondents.containsKey(address)) {
        unwanted(new DirectPath.Key(DirectPath.Side.CORRESPONDENT, pair.homeAddress(), address), now);
      }
      if (pair.homeAddress().equals(address)) {
        unwanted(new DirectPath.Key(DirectPath.Side.MOBILE_NODE, address, pair.correspondent()), now);
      }
    }
  }
}
