package org.roam6.sim.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Port;
import org.roam6.sim.network.Network;
import org.roam6.sim.network.Settings;
import org.roam6.sim.network.SmallNetwork;
import org.roam6.sim.world.Observer.Disturbance;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityOption;

/** One checker that watches a small network, which runs or is only said to do something. */
final class Watch {

  static final Ipv6Address CARE_OF = Ipv6Address.parse("2001:db8:3::5");
  static final Ipv6Address OTHER_CARE_OF = Ipv6Address.parse("2001:db8:4::5");

  final SmallNetwork small;
  final Ledger ledger;
  final PathLedger paths;
  final ToldOfLinks told;
  final Calm calm = new Calm();
  final Checker checker;
  private final List<Violation> violations = new ArrayList<>();

  /** A checker of a network that does nothing yet. */
  Watch(Function<Watch, Checker> maker) {
    this(Settings.DEFAULT, maker);
  }

  /** A checker of a network with these settings that does nothing yet. */
  Watch(Settings settings, Function<Watch, Checker> maker) {
    small = new SmallNetwork(settings);
    ledger = new Ledger(small.network);
    paths = new PathLedger(small.network);
    told = new ToldOfLinks(ledger);
    checker = maker.apply(this);
    checker.reportTo(violations::add);
    small.world.observe(ledger);
    small.world.observe(paths);
    small.world.observe(told);
    small.world.observe(checker);
  }

  /** What did not hold since the last call. */
  List<Violation> violations() {
    List<Violation> found = List.copyOf(violations);
    violations.clear();
    return found;
  }

  Bounds bounds() {
    return Bounds.of(small.network.settings());
  }

  SimulatedHost mobileNode() {
    return small.mobileNode;
  }

  SimulatedHost homeAgent() {
    return small.homeAgent;
  }

  // ---- the network runs

  /** Lets the network run for a while, and the checker look at it when it wants to. */
  void run(Duration duration) {
    Time end = small.world.now().plus(duration);
    while (small.world.step(end)) {
      check(small.world.now());
    }
    small.world.runUntil(end);
  }

  /** The checker looks, if it wants to at {@code now}. */
  void check(Time now) {
    if (nextCheck().isDue(now)) {
      ((TimedChecker) checker).check(now);
    }
  }

  /** When the checker wants to look. */
  Time nextCheck() {
    return checker instanceof TimedChecker timed ? timed.nextCheck() : Time.NEVER;
  }

  // ---- the network is said to do something

  /** Its mobile node sends a packet. */
  void sends(Octets packet, Time now) {
    sends(mobileNode(), packet, now);
  }

  /** A host sends a packet. */
  void sends(SimulatedHost host, Octets packet, Time now) {
    Port port = small.world.port(host.name(), Network.MOBILE_INTERFACE);
    Frame frame = new Frame(port.address(), new LinkLayerAddress(1), packet);
    ledger.sent(small.world.link("home"), port, frame, now);
    paths.sent(small.world.link("home"), port, frame, now);
    checker.sent(small.world.link("home"), port, frame, now);
  }

  /** The Binding Update of its mobile node, from a care-of address. */
  Octets update(int sequence, int lifetimeUnits, MobilityOption... options) {
    Ipv6Address homeAgent = small.network.addressing().address("ha", "home");
    BindingUpdate update =
        new BindingUpdate(sequence, true, true, false, false, 0, lifetimeUnits, List.of(options));
    return Ipv6Packet.of(
            CARE_OF,
            homeAgent,
            64,
            IpProtocol.MOBILITY,
            MobilityHeader.of(update).encode(small.homeAddress(), homeAgent))
        .withHomeAddressOption(small.homeAddress())
        .encode();
  }

  /** A host does something about an event, as it is shown to all observers. */
  void handles(SimulatedHost host, Event event, Time now, Effect... effects) {
    ledger.handled(host, event, List.of(effects), now);
    paths.handled(host, event, List.of(effects), now);
    told.handled(host, event, List.of(effects), now);
    checker.handled(host, event, List.of(effects), now);
    if (effects.length > 0) {
      checker.caused(host, event, List.of(effects), now);
    }
  }

  void settles(SimulatedHost host, Time now) {
    ledger.settled(host, now);
    paths.settled(host, now);
    checker.settled(host, now);
  }

  void disturb(SimulatedHost host, Disturbance disturbance, Time now) {
    ledger.disturbed(host, disturbance, now);
    paths.disturbed(host, disturbance, now);
    told.disturbed(host, disturbance, now);
    checker.disturbed(host, disturbance, now);
  }

  static Event received(Octets packet) {
    return new Event.PacketReceived(new InterfaceName("eth0"), new LinkLayerAddress(1), packet);
  }

  static Effect notice(Notice notice) {
    return new Effect.Notify(notice);
  }

  /** The home agent's tunnel to a care-of address, which ends at {@code expiry}. */
  Effect tunnel(Ipv6Address careOfAddress, Time expiry) {
    return new Effect.Want(
        new Desired.WantedTunnel(
            new Tunnel(
                BindingKey.of(small.homeAddress()),
                Tunnel.Side.HOME_AGENT,
                small.network.addressing().address("ha", "home"),
                careOfAddress,
                List.of(),
                expiry)));
  }

  /** The end of that tunnel. */
  Effect noTunnel() {
    return new Effect.Unwant(new Desired.TunnelKey(BindingKey.of(small.homeAddress())));
  }
}
