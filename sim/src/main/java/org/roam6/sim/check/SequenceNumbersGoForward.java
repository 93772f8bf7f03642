package org.roam6.sim.check;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.Event;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.ProtocolConstants;
import org.roam6.protocol.homeagent.HomeAgentNotice;
import org.roam6.sim.check.MobilityMessages.Sighting;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.BindingUpdate;

/**
 * The sequence numbers of a mobile node's Binding Updates go forward modulo 2^16, over all moves and answers, and so do
 * those that a home agent accepts for one binding (RFC 6275 9.5.1, 11.7.1). Only a node that lost its storage may begin
 * anew.
 */
final class SequenceNumbersGoForward extends HomeAgentChecker {

  private final Map<Pair, Integer> last = new HashMap<>();
  private final Map<Pair, Integer> accepted = new HashMap<>();
  private final Map<Pair, Time> forgetAt = new HashMap<>();

  /** A mobile node by its home address, and a home agent by its own. */
  private record Pair(Ipv6Address home, String homeAgent) {}

  SequenceNumbersGoForward(Ledger ledger) {
    super(ledger);
  }

  @Override
  public String name() {
    return "sequence-numbers-go-forward";
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    if (disturbance instanceof Disturbance.Started(boolean withStorage) && !withStorage) {
      ledger.mobileNode(host).ifPresent(node -> last.keySet().removeIf(each -> each.home.equals(node.homeAddress())));
    }
    if (disturbance instanceof Disturbance.Stopped && ledger.isHomeAgent(host)) {
      accepted.keySet().removeIf(each -> each.homeAgent.equals(host.name()));
      forgetAt.keySet().removeIf(each -> each.homeAgent.equals(host.name()));
    }
  }

  @Override
  protected void told(SimulatedHost host, Notice notice, Event event, Time now) {
    String at = host.name();
    if (notice instanceof HomeAgentNotice.BindingRefreshed(Ipv6Address home, _)) {
      accepts(new Pair(home, at), event, now);
    } else if (notice instanceof HomeAgentNotice.CareOfAddressChanged(Ipv6Address home, _, _, _)) {
      accepts(new Pair(home, at), event, now);
    } else if (notice instanceof HomeAgentNotice.BindingDeleted(Ipv6Address home)) {
      accepts(new Pair(home, at), event, now);
      forgetAt.put(new Pair(home, at), now.plus(ProtocolConstants.MAX_DELETE_BCE_TIMEOUT));
    } else if (notice instanceof HomeAgentNotice.DetectionStarted(Ipv6Address home, _)) {
      // RFC 6275 10.3.2: a deleted binding is remembered, "so that it would reject" what was sent before and comes late
      Pair pair = new Pair(home, at);
      if (forgetAt.getOrDefault(pair, Time.ZERO).isDue(now)) {
        accepted.remove(pair);
      }
      forgetAt.remove(pair);
      accepts(pair, event, now);
    } else if (notice instanceof HomeAgentNotice.BindingCreated(Ipv6Address home, _, _)) {
      // it is not told which update that came in during the detection is the newest
      accepted.remove(new Pair(home, at));
    }
  }

  private void accepts(Pair pair, Event event, Time now) {
    if (event instanceof Event.PacketReceived received
        && MobilityMessages.in(received.packet()).map(Sighting::message).orElse(null) instanceof BindingUpdate update) {
      int number = update.sequenceNumber();
      Integer before = accepted.put(pair, number);
      if (before != null && !isGreater(number, before)) {
        violated(now, "the home agent accepts number " + number + " of " + pair.home + " after " + before);
      }
    }
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    Optional<Sighting> sighting = ledger.updateSent(from, frame);
    if (sighting.isPresent() && sighting.get().message() instanceof BindingUpdate update) {
      int number = update.sequenceNumber();
      Sighting seen = sighting.get();
      String to = ledger.homeAgentAt(seen.destination()).map(SimulatedHost::name).orElse("nobody");
      Integer before = last.put(new Pair(seen.homeAddress(), to), number);
      if (before != null && !isGreater(number, before)) {
        violated(now, from.host() + " sends number " + number + " after " + before);
      }
    }
  }

  // RFC 6275 9.5.1: "This Sequence Number comparison MUST be performed modulo 2**16"; it is reckoned here, as the code
  // of the roles is what is watched
  private static boolean isGreater(int number, int before) {
    int ahead = number - before & 0xffff;
    return ahead > 0 && ahead < 0x8000;
  }
}
