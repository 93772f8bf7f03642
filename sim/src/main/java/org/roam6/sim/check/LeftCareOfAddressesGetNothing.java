package org.roam6.sim.check;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.sim.kernel.PacketFields;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.network.Network;
import org.roam6.sim.network.Settings;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;

/**
 * The home agent sends nothing to a care-of address that the mobile node has left for longer than a binding can live
 * that was asked for there: a lifetime, and as long as its Binding Update can have been under way (RFC 6275 10.3.1). A
 * node that was moved silently may go on asking for it until it finds that out.
 * One that was started again may count anew: its clock may have been set back meanwhile. Once all has recovered it
 * sends nothing to a left one at all.
 */
final class LeftCareOfAddressesGetNothing extends Checker {

  /** How long a frame can be under way: a clogged link, and the way behind it. */
  private static final Duration UNDER_WAY = Duration.ofSeconds(15);

  private final Ledger ledger;
  private final Calm calm;
  private final Bounds bounds;
  private final Duration longest;
  // When each mobile node left each link.
  private final Map<String, Map<String, Time>> left = new HashMap<>();
  // When each mobile node asked for a care-of address last.
  private final Map<String, Map<Ipv6Address, Time>> asked = new HashMap<>();
  private Time homeAgentStarted = Time.ZERO;

  LeftCareOfAddressesGetNothing(Ledger ledger, Calm calm, Bounds bounds) {
    this.ledger = ledger;
    this.calm = calm;
    this.bounds = bounds;
    Settings settings = ledger.network().settings();
    this.longest =
        UNDER_WAY.plus(
            settings.lifetime().compareTo(settings.maximumLifetime()) < 0
                ? settings.lifetime()
                : settings.maximumLifetime());
  }

  @Override
  public String name() {
    return "left-care-of-addresses-get-nothing";
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    if (disturbance instanceof Disturbance.Started && ledger.isHomeAgent(host)) {
      homeAgentStarted = now;
    }
    if (ledger.mobileNode(host).isEmpty()) {
      return;
    }
    if (disturbance instanceof Disturbance.Unplugged(Port _, Link link) && !isOn(host, link)) {
      left.computeIfAbsent(host.name(), _ -> new HashMap<>()).put(link.name(), now);
    } else if (disturbance instanceof Disturbance.PluggedIn(Port _, Link link)) {
      left.computeIfAbsent(host.name(), _ -> new HashMap<>()).remove(link.name());
    }
  }

  /** Whether another port of {@code host} is on {@code link} yet. */
  private boolean isOn(SimulatedHost host, Link link) {
    return ledger.mobileNode(host).stream()
        .flatMap(mobileNode -> mobileNode.interfaces().stream())
        .anyMatch(on -> ledger.network().world().port(host.name(), on).link().equals(Optional.of(link)));
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    ledger
        .updateSent(from, frame)
        .ifPresent(
            update -> asked.computeIfAbsent(from.host(), _ -> new HashMap<>()).put(update.careOfAddress(), now));
    Octets packet = frame.packet();
    if (packet.length() < 2 * PacketFields.HEADER_LENGTH
        || PacketFields.nextHeader(packet) != IpProtocol.IPV6
        || !ledger.isHomeAgent(ledger.network().world().host(from.host()))) {
      return;
    }
    Octets inner = packet.slice(PacketFields.HEADER_LENGTH, packet.length());
    ledger
        .byHomeAddress(PacketFields.destination(inner))
        .ifPresent(to -> tunnelled(to.host().name(), PacketFields.destination(packet), now));
  }

  private void tunnelled(String host, Ipv6Address careOfAddress, Time now) {
    Network network = ledger.network();
    for (Map.Entry<String, Time> each : left.getOrDefault(host, Map.of()).entrySet()) {
      if (network.addressing().prefix(each.getKey()).contains(careOfAddress)) {
        Time last = asked.getOrDefault(host, Map.of()).getOrDefault(careOfAddress, Time.ZERO);
        Time since = Time.later(Time.later(each.getValue(), last), homeAgentStarted);
        boolean tooLong = since.plus(longest).isDue(now);
        if (tooLong || calm.hasLasted(bounds.recovery(), now)) {
          violated(now, "the home agent sends to " + careOfAddress + ", which " + host + " left at "
              + each.getValue().nanos() / 1e9 + " s");
        }
      }
    }
  }
}
