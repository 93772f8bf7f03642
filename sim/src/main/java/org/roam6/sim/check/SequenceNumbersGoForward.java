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

  private final Map<String, Integer> last = new HashMap<>();
  private final Map<Ipv6Address, Integer> accepted = new HashMap<>();
  private final Map<Ipv6Address, Time> forgetAt = new HashMap<>();

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
      last.remove(host.name());
    }
    if (disturbance instanceof Disturbance.Stopped && ledger.isHomeAgent(host)) {
      accepted.clear();
      forgetAt.clear();
    }
  }

  @Override
  protected void told(Notice notice, Event event, Time now) {
    if (notice instanceof HomeAgentNotice.BindingRefreshed(Ipv6Address home, _)) {
      accepts(home, event, now);
    } else if (notice instanceof HomeAgentNotice.CareOfAddressChanged(Ipv6Address home, _, _, _)) {
      accepts(home, event, now);
    } else if (notice instanceof HomeAgentNotice.BindingDeleted(Ipv6Address home)) {
      accepts(home, event, now);
      forgetAt.put(home, now.plus(ProtocolConstants.MAX_DELETE_BCE_TIMEOUT));
    } else if (notice instanceof HomeAgentNotice.DetectionStarted(Ipv6Address home, _)) {
      // RFC 6275 10.3.2: a deleted binding is remembered, "so that it would reject" what was sent before and comes late
      if (forgetAt.getOrDefault(home, Time.ZERO).isDue(now)) {
        accepted.remove(home);
      }
      forgetAt.remove(home);
      accepts(home, event, now);
    } else if (notice instanceof HomeAgentNotice.BindingCreated(Ipv6Address home, _, _)) {
      // it is not told which update that came in during the detection is the newest
      accepted.remove(home);
    }
  }

  private void accepts(Ipv6Address home, Event event, Time now) {
    if (event instanceof Event.PacketReceived received
        && MobilityMessages.in(received.packet()).map(Sighting::message).orElse(null) instanceof BindingUpdate update) {
      int number = update.sequenceNumber();
      Integer before = accepted.put(home, number);
      if (before != null && !isGreater(number, before)) {
        violated(now, "the home agent accepts number " + number + " of " + home + " after " + before);
      }
    }
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    Optional<Sighting> sighting = ledger.updateSent(from, frame);
    if (sighting.isPresent() && sighting.get().message() instanceof BindingUpdate update) {
      int number = update.sequenceNumber();
      Integer before = last.put(from.host(), number);
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
