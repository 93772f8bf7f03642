package org.roam6.sim.check;

import java.time.Duration;
import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.sim.check.PathLedger.Pair;
import org.roam6.sim.check.PathLedger.PairRecord;
import org.roam6.sim.kernel.PacketFields;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;

/**
 * A packet with a Home Address option leaves a mobile node only from the care-of address of its direct path to that
 * correspondent node, and one with a type 2 routing header leaves a correspondent node only to the care-of address of a
 * binding that lives (RFC 6275 9.3.2, 11.3.1); Mobility Headers have their own rules. Where nobody does route
 * optimization there are neither.
 */
final class DirectPacketsHaveBindings extends Checker {

  /** How long packets may wait for a neighbour that has to be found: three solicitations, a second apart. */
  private static final Duration WAITING = Duration.ofSeconds(3);

  /** With which everything leaves the host that makes it. */
  private static final int HOP_LIMIT = 64;

  private final PathLedger ledger;

  DirectPacketsHaveBindings(PathLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "direct-packets-have-bindings";
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    direct(frame.packet()).ifPresent(packet -> judge(from, packet, now));
  }

  /** The packet that has one of the two headers, perhaps inside of a tunnel, and no signalling. */
  private static Optional<Ipv6Packet> direct(Octets octets) {
    if (octets.length() < PacketFields.HEADER_LENGTH) {
      return Optional.empty();
    }
    return switch (PacketFields.nextHeader(octets)) {
      case IpProtocol.IPV6 -> direct(octets.slice(PacketFields.HEADER_LENGTH, octets.length()));
      case IpProtocol.DESTINATION_OPTIONS, IpProtocol.ROUTING ->
          Ipv6Packet.decode(octets) instanceof Value<Ipv6Packet>(Ipv6Packet packet)
                  && packet.protocol() != IpProtocol.MOBILITY
                  && PrefixMessages.in(octets).isEmpty()
              ? Optional.of(packet)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private void judge(Port from, Ipv6Packet packet, Time now) {
    Ipv6Address address = ledger.network().programAddress(from.host());
    Ipv6Address source = packet.header().source();
    Ipv6Address destination = packet.header().destination();
    Optional<Ipv6Address> homeAddress = packet.homeAddressOption();
    if (homeAddress.filter(address::equals).isPresent()) {
      Ipv6Address peer = packet.type2HomeAddress().orElse(destination);
      PairRecord pair = ledger.pair(new Pair(address, peer));
      boolean own = ledger.network().world().host(from.host()).kernel().owns(source);
      if (!own && !now.isBefore(pair.usedChanged().plus(WAITING))) {
        violated(now, from.host() + " sends directly to " + peer + " from " + source + ", which it does not have");
      } else if (!fits(pair.used(), source, pair.usedChanged(), now)) {
        violated(now, from.host() + " sends directly to " + peer + " from " + source + " without such a path");
      }
    }
    Ipv6Address ownSource = homeAddress.orElse(source);
    // What others send in its name, and it forwards, has crossed a router.
    boolean forwards = packet.header().hopLimit() < HOP_LIMIT;
    if (packet.type2HomeAddress().isPresent() && ownSource.equals(address) && !forwards) {
      PairRecord pair = ledger.pair(new Pair(packet.type2HomeAddress().get(), address));
      if (!fits(pair.held(), destination, pair.heldChanged(), now)) {
        violated(
            now,
            from.host() + " sends what is for " + packet.type2HomeAddress().get() + " to " + destination
                + " without such a binding");
      }
    }
  }

  private static boolean fits(Optional<DirectPath> path, Ipv6Address careOfAddress, Time changed, Time now) {
    boolean fitting =
        path.filter(each -> each.careOfAddress().equals(careOfAddress) && !each.expiry().plus(WAITING).isBefore(now))
            .isPresent();
    return fitting || now.isBefore(changed.plus(WAITING));
  }
}
