package org.roam6.sim.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Time;
import org.roam6.protocol.homeagent.HomeAgentNotice;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.BindingAcknowledgementStatus;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingUpdate;

/**
 * A mobile node whose sequence numbers are refused goes on behind that of its home agent (RFC 6275 11.7.3): one
 * exchange heals it. A few more may be refused that were under way; what is repeated does not count, nor what is
 * refused before the last refusal was heard.
 */
final class RefusalsHeal extends HomeAgentChecker {

  private static final int MOST_IN_A_ROW = 7;

  private final Map<Ipv6Address, Set<Integer>> refused = new HashMap<>();
  private final Set<Ipv6Address> heard = new HashSet<>();

  RefusalsHeal(Ledger ledger) {
    super(ledger);
  }

  @Override
  public String name() {
    return "refusals-heal";
  }

  @Override
  public void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (event instanceof Event.PacketReceived received && ledger.mobileNode(host).isPresent()) {
      MobilityMessages.in(received.packet())
          .filter(seen -> seen.message() instanceof BindingAcknowledgement answer && isRefusal(answer))
          .filter(seen -> ledger.homeAgentAt(seen.source()).isPresent())
          .ifPresent(seen -> heard.add(seen.homeAddress()));
    }
  }

  private static boolean isRefusal(BindingAcknowledgement answer) {
    return answer.status() == BindingAcknowledgementStatus.SEQUENCE_NUMBER_OUT_OF_WINDOW.code();
  }

  @Override
  protected void told(SimulatedHost host, Notice notice, Event event, Time now) {
    if (notice instanceof HomeAgentNotice.BindingUpdateRefused(
        Ipv6Address home, BindingAcknowledgementStatus status)) {
      if (status == BindingAcknowledgementStatus.SEQUENCE_NUMBER_OUT_OF_WINDOW
          && event instanceof Event.PacketReceived received) {
        refused(home, received, now);
      }
    } else if (notice instanceof HomeAgentNotice.BindingRefreshed(Ipv6Address home, _)) {
      refused.remove(home);
    } else if (notice instanceof HomeAgentNotice.CareOfAddressChanged(Ipv6Address home, _, _, _)) {
      refused.remove(home);
    } else if (notice instanceof HomeAgentNotice.DetectionStarted(Ipv6Address home, _)) {
      refused.remove(home);
    } else if (notice instanceof HomeAgentNotice.BindingDeleted(Ipv6Address home)) {
      refused.remove(home);
    }
  }

  private void refused(Ipv6Address home, Event.PacketReceived received, Time now) {
    Set<Integer> numbers = refused.computeIfAbsent(home, _ -> new HashSet<>());
    MobilityMessages.in(received.packet())
        .filter(seen -> seen.message() instanceof BindingUpdate && heard.remove(home))
        .ifPresent(seen -> numbers.add(((BindingUpdate) seen.message()).sequenceNumber()));
    if (numbers.size() > MOST_IN_A_ROW) {
      violated(now, "the sequence numbers of " + home + " are refused again and again");
    }
  }
}
