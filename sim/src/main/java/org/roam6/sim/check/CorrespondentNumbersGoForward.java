package org.roam6.sim.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roam6.protocol.Desired.DirectPathKey;
import org.roam6.protocol.Desired.WantedDirectPath;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.sim.check.MobilityMessages.Sighting;
import org.roam6.sim.check.PathLedger.Pair;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.BindingUpdate;

/**
 * The sequence numbers of a mobile node's Binding Updates to a correspondent node go forward modulo 2^16, over restarts,
 * too, unless it lost its storage; and so do those that the correspondent node accepts for a binding as long as that
 * lives (RFC 6275 9.5.1, 11.7.2).
 */
final class CorrespondentNumbersGoForward extends Checker {

  private final PathLedger ledger;
  private final Map<Pair, Integer> last = new HashMap<>();
  private final Map<Pair, Integer> accepted = new HashMap<>();

  CorrespondentNumbersGoForward(PathLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "correspondent-numbers-go-forward";
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    Ipv6Address address = ledger.network().programAddress(host.name());
    if (disturbance instanceof Disturbance.Started(boolean withStorage) && !withStorage) {
      last.keySet().removeIf(pair -> pair.homeAddress().equals(address));
    }
    if (disturbance instanceof Disturbance.Stopped) {
      accepted.keySet().removeIf(pair -> pair.correspondent().equals(address));
    }
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Want(WantedDirectPath(DirectPath path))
          && path.key().side() == DirectPath.Side.CORRESPONDENT
          && event instanceof Event.PacketReceived received) {
        MobilityMessages.in(received.packet()).ifPresent(seen -> accepts(host, Pair.of(path.key()), seen, now));
      } else if (effect instanceof Effect.Unwant(DirectPathKey(DirectPath.Key key))
          && key.side() == DirectPath.Side.CORRESPONDENT) {
        accepted.remove(Pair.of(key));
      }
      MobilityMessages.sentBy(effect)
          .filter(seen -> seen.message() instanceof BindingUpdate update && !update.home())
          .ifPresent(seen -> sends(host, seen, now));
    }
  }

  private void accepts(SimulatedHost host, Pair pair, Sighting seen, Time now) {
    if (seen.message() instanceof BindingUpdate update) {
      Integer before = accepted.put(pair, update.sequenceNumber());
      if (before != null && !isGreater(update.sequenceNumber(), before)) {
        violated(
            now,
            host + " accepts number " + update.sequenceNumber() + " of " + pair.homeAddress() + " after " + before);
      }
    }
  }

  private void sends(SimulatedHost host, Sighting seen, Time now) {
    int number = ((BindingUpdate) seen.message()).sequenceNumber();
    Integer before = last.put(new Pair(seen.homeAddress(), seen.destination()), number);
    if (before != null && !isGreater(number, before)) {
      violated(now, host + " sends number " + number + " to " + seen.destination() + " after " + before);
    }
  }

  // RFC 6275 9.5.1: "This Sequence Number comparison MUST be performed modulo 2**16"
  private static boolean isGreater(int number, int before) {
    int ahead = number - before & 0xffff;
    return ahead > 0 && ahead < 0x8000;
  }
}
