package org.roam6.sim.check;

import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Time;
import org.roam6.protocol.homeagent.HomeAgentNotice;
import org.roam6.protocol.mobilenode.MobileNodeNotice;
import org.roam6.sim.check.Ledger.MobileNodeRecord;
import org.roam6.sim.check.MobilityMessages.Sighting;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingUpdate;

/**
 * Where Binding Updates are authenticated, a received packet changes a binding only if it is a Binding Update that the
 * mobile node really sent and that was not used before, and what the mobile node believes only if it is an
 * acknowledgement that the home agent really sent (RFC 6275 5.1, RFC 4285 5 and 6).
 */
final class OnlyAuthenticMessagesChangeBindings extends Checker {

  private final Ledger ledger;
  private final boolean authenticated;

  OnlyAuthenticMessagesChangeBindings(Ledger ledger) {
    this.ledger = ledger;
    this.authenticated = ledger.network().settings().authenticated();
  }

  @Override
  public String name() {
    return "only-authentic-messages-change-bindings";
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (!authenticated || !(event instanceof Event.PacketReceived received)) {
      return;
    }
    if (ledger.isHomeAgent(host)) {
      for (Effect effect : effects) {
        changedBinding(effect).ifPresent(home -> judge(home, MobilityMessages.in(received.packet()), now));
      }
      return;
    }
    Optional<MobileNodeRecord> mobileNode = ledger.mobileNode(host);
    if (mobileNode.isPresent() && effects.stream().anyMatch(OnlyAuthenticMessagesChangeBindings::changesBelief)) {
      judge(mobileNode.get(), MobilityMessages.in(received.packet()), now);
    }
  }

  /** The home address whose binding was begun, changed or deleted because of what was received. */
  private static Optional<Ipv6Address> changedBinding(Effect effect) {
    return effect instanceof Effect.Notify(Notice notice)
        ? switch (notice) {
          case HomeAgentNotice.DetectionStarted(var home, _) -> Optional.of(home);
          case HomeAgentNotice.BindingRefreshed(var home, _) -> Optional.of(home);
          case HomeAgentNotice.CareOfAddressChanged(var home, _, _, _) -> Optional.of(home);
          case HomeAgentNotice.BindingDeleted(var home) -> Optional.of(home);
          default -> Optional.empty();
        }
        : Optional.empty();
  }

  private void judge(Ipv6Address homeAddress, Optional<Sighting> cause, Time now) {
    boolean genuine =
        cause.filter(seen -> seen.message() instanceof BindingUpdate)
            .flatMap(seen -> ledger.byHomeAddress(homeAddress).filter(node -> node.useUpdate(seen.octets())))
            .isPresent();
    if (!genuine) {
      violated(now, "the binding of " + homeAddress + " is changed by " + text(cause));
    }
  }

  private static boolean changesBelief(Effect effect) {
    return effect instanceof Effect.Notify(Notice notice)
        && (notice instanceof MobileNodeNotice.BindingAcknowledged
            || notice instanceof MobileNodeNotice.RegistrationFailed
            || notice instanceof MobileNodeNotice.SequenceNumberCorrected
            || notice instanceof MobileNodeNotice.ClockCorrected);
  }

  private void judge(MobileNodeRecord mobileNode, Optional<Sighting> cause, Time now) {
    boolean genuine =
        cause.filter(seen -> seen.message() instanceof BindingAcknowledgement)
            .filter(seen -> mobileNode.isGenuineAcknowledgement(seen.octets()))
            .isPresent();
    if (!genuine) {
      violated(now, mobileNode.host() + " believes " + text(cause));
    }
  }

  private static String text(Optional<Sighting> cause) {
    return cause.map(seen -> "a forged or repeated message from " + seen.source() + ": " + seen.message())
        .orElse("something that is no mobility message");
  }
}
