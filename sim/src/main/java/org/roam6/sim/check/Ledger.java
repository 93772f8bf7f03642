package org.roam6.sim.check;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.roam6.protocol.Desired.TunnelKey;
import org.roam6.protocol.Desired.WantedTunnel;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.protocol.mobilenode.MobileNodeConfig;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot.Whereabouts;
import org.roam6.sim.check.MobilityMessages.Sighting;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.network.Network;
import org.roam6.sim.network.Topology.Kind;
import org.roam6.sim.world.Observer;
import org.roam6.sim.world.Roles;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingUpdate;

/**
 * What is known of each mobile node from both sides: what it believes, what its home agent holds, and which messages
 * really were sent. Checkers read it; it is the first observer, so that it knows what they see.
 */
final class Ledger implements Observer {

  /** How many messages of each node are remembered as genuine. */
  private static final int MOST_REMEMBERED = 512;

  private final Network network;
  private final List<SimulatedHost> plainHosts;
  private final Map<String, MobileNodeRecord> byHost = new HashMap<>();
  private final Map<Ipv6Address, MobileNodeRecord> byHomeAddress = new HashMap<>();
  private final Map<String, Integer> held = new HashMap<>();
  private final List<SimulatedHost> homeAgents;
  private @Nullable Frame lastFrame;
  private Optional<Sighting> lastUpdate = Optional.empty();

  Ledger(Network network) {
    this.network = network;
    this.plainHosts = network.hosts(Kind.PLAIN);
    this.homeAgents = network.hosts(Kind.HOME_AGENT);
    for (SimulatedHost host : network.mobileNodes()) {
      MobileNodeRecord entry = new MobileNodeRecord(host, network.homeAddress(host.name()), this::isTaken);
      byHost.put(host.name(), entry);
      byHomeAddress.put(entry.homeAddress, entry);
    }
  }

  /** A mobile node. */
  static final class MobileNodeRecord {
    private final SimulatedHost host;
    private final Ipv6Address homeAddress;
    private final Predicate<Ipv6Address> taken;
    private final Set<Octets> genuineUpdates = new LinkedHashSet<>();
    private final Set<Octets> genuineAcknowledgements = new LinkedHashSet<>();
    private final Map<Ipv6Address, Time> accepted = new HashMap<>();
    // By the names of the home agents; there should be one.
    private final Map<String, Tunnel> holders = new TreeMap<>();
    private final Map<String, Time> released = new TreeMap<>();
    private @Nullable MobileNodeSnapshot belief;
    private Time beliefAt = Time.ZERO;
    private boolean changed;
    private boolean contested;

    private MobileNodeRecord(SimulatedHost host, Ipv6Address homeAddress, Predicate<Ipv6Address> taken) {
      this.host = host;
      this.homeAddress = homeAddress;
      this.taken = taken;
    }

    SimulatedHost host() {
      return host;
    }

    Ipv6Address homeAddress() {
      return homeAddress;
    }

    /** Its interfaces, the most preferred first. */
    List<InterfaceName> interfaces() {
      return host.config().mobileNode().map(MobileNodeConfig::interfaces).orElse(List.of());
    }

    /** The tunnel that its home agent has for it; where it is registered with none of those that have one, any. */
    Optional<Tunnel> held() {
      if (holders.size() < 2) {
        return holders.values().stream().findFirst();
      }
      Optional<Ipv6Address> believed = entry().map(MobileNodeSnapshot.Entry::destination);
      return holders.values().stream()
          .filter(tunnel -> believed.equals(Optional.of(tunnel.localEnd())))
          .findFirst()
          .or(() -> holders.values().stream().findFirst());
    }

    /** The tunnels that home agents have for it, by the names of the hosts. */
    Map<String, Tunnel> holders() {
      return Collections.unmodifiableMap(holders);
    }

    /** When a home agent last gave a tunnel for it up; long ago where it never did. */
    Time released(String homeAgent) {
      return released.getOrDefault(homeAgent, Time.ZERO);
    }

    /** Where it believes to stand; empty where it does not run. */
    Optional<MobileNodeSnapshot> belief() {
      return Optional.ofNullable(belief);
    }

    /** The care-of address that it has formed. */
    Optional<Ipv6Address> careOfAddress() {
      return belief == null ? Optional.empty() : belief.careOfAddress();
    }

    /** The care-of address that it believes to be registered. */
    Optional<Ipv6Address> registered() {
      return entry()
          .filter(entry -> entry.acknowledged() && entry.state().equals("registered"))
          .map(MobileNodeSnapshot.Entry::careOfAddress);
    }

    /** Its Binding Update List entry. */
    Optional<MobileNodeSnapshot.Entry> entry() {
      return belief == null || belief.bindingUpdateList().isEmpty()
          ? Optional.empty()
          : Optional.of(belief.bindingUpdateList().getFirst());
    }

    /** Until when it believes that its Binding Update List entry lives. */
    Time believedUntil() {
      return entry().map(entry -> beliefAt.plus(entry.remainingLifetime())).orElse(Time.ZERO);
    }

    boolean believesToBeHome() {
      return belief != null && belief.whereabouts() == Whereabouts.HOME && belief.bindingUpdateList().isEmpty();
    }

    /**
     * Whether nothing can be asked of this node, because another one had its home address at some time, or has its
     * care-of address: duplicate address detection finds nothing where its messages are lost.
     */
    boolean isContested() {
      return contested || careOfAddress().filter(taken).isPresent();
    }

    /** Another node has its home address. */
    void contest() {
      contested = true;
    }

    /** Whether it has given up its home address for good. */
    boolean isAddressLost() {
      return belief != null && belief.homeAddressLost();
    }

    /** Whether the Binding Update was really sent by this node and has not been used yet; it is from now on. */
    boolean useUpdate(Octets mobilityHeader) {
      return genuineUpdates.remove(mobilityHeader);
    }

    boolean isGenuineAcknowledgement(Octets mobilityHeader) {
      return genuineAcknowledgements.contains(mobilityHeader);
    }

    /** When the home agent last accepted a care-of address. */
    Optional<Time> accepted(Ipv6Address careOfAddress) {
      return Optional.ofNullable(accepted.get(careOfAddress));
    }
  }

  private boolean isTaken(Ipv6Address address) {
    return plainHosts.stream()
        .map(host -> host.kernel().addressState(Network.MOBILE_INTERFACE, address))
        .anyMatch(state -> state == AddressState.READY);
  }

  Network network() {
    return network;
  }

  Optional<MobileNodeRecord> mobileNode(SimulatedHost host) {
    return Optional.ofNullable(byHost.get(host.name()));
  }

  Optional<MobileNodeRecord> mobileNode(String host) {
    return Optional.ofNullable(byHost.get(host));
  }

  Optional<MobileNodeRecord> byHomeAddress(Ipv6Address homeAddress) {
    return Optional.ofNullable(byHomeAddress.get(homeAddress));
  }

  /** How many bindings a home agent has. */
  int held(SimulatedHost homeAgent) {
    return held.getOrDefault(homeAgent.name(), 0);
  }

  /** The home agent with this address. */
  Optional<SimulatedHost> homeAgentAt(Ipv6Address address) {
    return homeAgents.stream().filter(host -> host.kernel().owns(address)).findFirst();
  }

  boolean isHomeAgent(SimulatedHost host) {
    return host.config().homeAgent().isPresent();
  }

  /**
   * The Binding Update to the home agent in a frame that a mobile node sends; several checkers ask, and it is taken
   * apart once.
   */
  @SuppressWarnings("ReferenceEquality")
  Optional<Sighting> updateSent(Port from, Frame frame) {
    if (frame != lastFrame) {
      lastFrame = frame;
      lastUpdate =
          byHost.containsKey(from.host())
              ? MobilityMessages.in(frame.packet())
                  .filter(seen -> seen.message() instanceof BindingUpdate update && update.home())
              : Optional.empty();
    }
    return lastUpdate;
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    MobileNodeRecord mobileNode = byHost.get(from.host());
    if (mobileNode != null) {
      updateSent(from, frame).ifPresent(seen -> remember(mobileNode.genuineUpdates, seen.octets()));
    } else if (isHomeAgent(network.world().host(from.host()))) {
      MobilityMessages.in(frame.packet()).ifPresent(this::acknowledged);
    }
  }

  private void acknowledged(Sighting seen) {
    if (seen.message() instanceof BindingAcknowledgement) {
      byHomeAddress(seen.homeAddress()).ifPresent(to -> remember(to.genuineAcknowledgements, seen.octets()));
    }
  }

  private static void remember(Set<Octets> messages, Octets message) {
    if (messages.add(message) && messages.size() > MOST_REMEMBERED) {
      messages.remove(messages.iterator().next());
    }
  }

  @Override
  public void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (effects.isEmpty()) {
      return;
    }
    if (host.config().correspondent().isPresent()) {
      effects.forEach(effect -> MobilityMessages.sentBy(effect).ifPresent(this::acknowledged));
    }
    MobileNodeRecord mobileNode = byHost.get(host.name());
    if (mobileNode != null) {
      mobileNode.changed = true;
    } else if (isHomeAgent(host)) {
      for (Effect effect : effects) {
        homeAgentEffect(host, effect, now);
      }
    }
  }

  private void homeAgentEffect(SimulatedHost host, Effect effect, Time now) {
    if (effect instanceof Effect.Want(WantedTunnel(Tunnel tunnel)) && tunnel.side() == Tunnel.Side.HOME_AGENT) {
      MobileNodeRecord of = byHomeAddress.get(tunnel.key().homeAddress());
      if (of != null) {
        held.merge(host.name(), of.holders.put(host.name(), tunnel) == null ? 1 : 0, Integer::sum);
        of.accepted.put(tunnel.remoteEnd(), now);
      }
    } else if (effect instanceof Effect.Unwant(TunnelKey(var key))) {
      MobileNodeRecord of = byHomeAddress.get(key.homeAddress());
      if (of != null && of.holders.remove(host.name()) != null) {
        of.released.put(host.name(), now);
        held.merge(host.name(), -1, Integer::sum);
      }
    }
  }

  @Override
  public void settled(SimulatedHost host, Time now) {
    MobileNodeRecord mobileNode = byHost.get(host.name());
    if (mobileNode != null && mobileNode.changed) {
      mobileNode.changed = false;
      mobileNode.beliefAt = now;
      mobileNode.belief = host.roles().flatMap(Roles::mobileNode).map(role -> role.snapshot(now)).orElse(null);
    }
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    if (disturbance instanceof Disturbance.AddressTaken(Ipv6Address address, _)) {
      byHomeAddress(address).ifPresent(MobileNodeRecord::contest);
    }
    if (!(disturbance instanceof Disturbance.Stopped)) {
      return;
    }
    MobileNodeRecord mobileNode = byHost.get(host.name());
    if (mobileNode != null) {
      mobileNode.belief = null;
    } else if (isHomeAgent(host)) {
      byHomeAddress.values().forEach(each -> each.holders.remove(host.name()));
      held.remove(host.name());
    }
  }
}
