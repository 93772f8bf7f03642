package org.roam6.sim.check;

import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Desired.WantedDirectPath;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.ProtocolConstants;
import org.roam6.protocol.correspondent.CorrespondentNotice;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.sim.check.MobilityMessages.Sighting;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.NonceIndices;

/**
 * A correspondent node makes or changes a binding only because of a Binding Update that the mobile node really sent,
 * once for each, and only where the mobile node has really got both tokens at the addresses in it (RFC 6275 5.2.5,
 * 5.2.6, 9.5.1); a binding is deleted with the home keygen token. A nonce is good for MAX_NONCE_LIFETIME (5.2.7).
 */
final class ReturnRoutabilityIsProved extends Checker {

  private final PathLedger ledger;

  ReturnRoutabilityIsProved(PathLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "return-routability-is-proved";
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (host.config().correspondent().isEmpty()) {
      return;
    }
    for (Effect effect : effects) {
      if (effect instanceof Effect.Want(WantedDirectPath(DirectPath path))
          && path.key().side() == DirectPath.Side.CORRESPONDENT) {
        judge(path.key(), event, Optional.of(path.careOfAddress()), now);
      } else if (effect instanceof Effect.Notify(CorrespondentNotice.BindingDeleted(DirectPath.Key key))) {
        judge(key, event, Optional.empty(), now);
      }
    }
  }

  /** Whether {@code event} may make the binding for {@code careOfAddress}, or delete it where that is empty. */
  private void judge(DirectPath.Key key, Event event, Optional<Ipv6Address> careOfAddress, Time now) {
    Optional<Sighting> cause =
        event instanceof Event.PacketReceived received
            ? MobilityMessages.in(received.packet()).filter(seen -> seen.message() instanceof BindingUpdate)
            : Optional.empty();
    if (cause.isEmpty() || !ledger.useUpdate(cause.get().octets())) {
      wrong(key, "by something that the mobile node did not send, or not again: " + cause, now);
      return;
    }
    Optional<NonceIndices> nonces = cause.get().message().option(NonceIndices.class);
    int home = nonces.map(NonceIndices::home).orElse(-1);
    prove(key, true, key.homeAddress(), home, now);
    if (careOfAddress.isPresent()) {
      if (!careOfAddress.get().equals(cause.get().source())) {
        wrong(key, "for " + careOfAddress.get() + ", asked for from " + cause.get().source(), now);
      }
      prove(key, false, careOfAddress.get(), nonces.map(NonceIndices::careOf).orElse(-1), now);
    }
  }

  private void prove(DirectPath.Key key, boolean home, Ipv6Address address, int index, Time now) {
    if (ledger.delivered(home, address, key.correspondent(), index).isEmpty()) {
      wrong(key, "and no token for " + address + " of nonce " + index + " came there", now);
    }
    Time firstUse = ledger.firstUse(key.correspondent(), index).orElse(Time.ZERO);
    if (firstUse.plus(ProtocolConstants.MAX_NONCE_LIFETIME).isBefore(now)) {
      wrong(key, "with nonce " + index + ", which was first used at " + firstUse.nanos() / 1e9 + " s", now);
    }
  }

  private void wrong(DirectPath.Key key, String why, Time now) {
    violated(now, key.correspondent() + " changes its binding of " + key.homeAddress() + " " + why);
  }
}
