package org.roam6.sim.check;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.sim.check.MobilityMessages.Sighting;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.mobility.BindingUpdate;

/**
 * The sequence numbers of a mobile node's Binding Updates go forward modulo 2^16, over all moves and answers (RFC 6275
 * 9.5.1, 11.7.1). Only a node that lost its storage may begin anew.
 */
final class SequenceNumbersGoForward extends Checker {

  private final Ledger ledger;
  private final Map<String, SequenceNumber> last = new HashMap<>();

  SequenceNumbersGoForward(Ledger ledger) {
    this.ledger = ledger;
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
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    if (ledger.mobileNode(from.host()).isEmpty()) {
      return;
    }
    Optional<Sighting> sighting = MobilityMessages.in(frame.packet());
    if (sighting.isPresent() && sighting.get().message() instanceof BindingUpdate update) {
      SequenceNumber number = new SequenceNumber(update.sequenceNumber());
      SequenceNumber before = last.put(from.host(), number);
      if (before != null && !number.isGreaterThan(before)) {
        violated(now, from.host() + " sends number " + number + " after " + before);
      }
    }
  }
}
