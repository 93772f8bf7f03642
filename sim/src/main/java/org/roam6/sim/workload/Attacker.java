package org.roam6.sim.workload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.sim.SeededRandomness;
import org.roam6.sim.kernel.PacketFields;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.network.Addressing;
import org.roam6.sim.network.Network;
import org.roam6.sim.world.Observer;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.BindingAcknowledgementStatus;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.MobilePrefixAdvertisement;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.AlternateCareOfAddress;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MessageAuthentication;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityOption;

/**
 * Somebody who sees all Binding Updates, has no key, and can send from any host whatever he likes, in anybody's name.
 */
public final class Attacker implements Observer {

  private static final int HOP_LIMIT = 64;
  private static final int IDENTIFIERS = 1 << 16;
  /** How many Binding Updates of each mobile node are kept; of those that follow, every one takes the last place. */
  private static final int MOST_KEPT = 64;

  private final Network network;
  private final SeededRandomness randomness;
  private final Map<Ipv6Address, List<Octets>> updates = new HashMap<>();

  /** An attacker who has seen nothing yet. */
  public Attacker(Network network) {
    this.network = network;
    this.randomness = network.world().randomness("attacker");
    network.world().observe(this);
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    Octets packet = frame.packet();
    int nextHeader = packet.length() < PacketFields.HEADER_LENGTH ? -1 : PacketFields.nextHeader(packet);
    boolean sentByMobileNode = network.world().host(from.host()).config().mobileNode().isPresent();
    if (sentByMobileNode && (nextHeader == IpProtocol.DESTINATION_OPTIONS || nextHeader == IpProtocol.MOBILITY)) {
      update(packet).ifPresent(seen -> keep(seen.homeAddress, packet));
    }
  }

  private void keep(Ipv6Address homeAddress, Octets packet) {
    List<Octets> kept = updates.computeIfAbsent(homeAddress, _ -> new ArrayList<>());
    if (kept.size() == MOST_KEPT) {
      kept.removeLast();
    }
    kept.add(packet);
  }

  private record Seen(Ipv6Address homeAddress, Ipv6Address careOfAddress, BindingUpdate update) {}

  private static Optional<Seen> update(Octets octets) {
    return Ipv6Packet.decode(octets) instanceof Value<Ipv6Packet>(Ipv6Packet packet)
            && packet.protocol() == IpProtocol.MOBILITY
            && MobilityHeader.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination())
                instanceof Value<MobilityHeader>(MobilityHeader header)
            && header.message() instanceof BindingUpdate update
        ? Optional.of(new Seen(packet.checksumSource(), packet.header().source(), update))
        : Optional.empty();
  }

  /** Sends the Binding Update number {@code number} of a mobile node again, as it was, if there was one. */
  public void replayUpdate(SimulatedHost from, String mobileNode, int number) {
    List<Octets> seen = updates.getOrDefault(network.homeAddress(mobileNode), List.of());
    if (number >= 1 && number <= seen.size()) {
      from.kernel().sendAsIs(seen.get(number - 1));
    }
  }

  /** Asks the home agent for the packets of a mobile node that was heard before. */
  public void forgeUpdate(SimulatedHost from, Ipv6Address careOfAddress, String mobileNode) {
    last(mobileNode).ifPresent(seen -> from.kernel().sendAsIs(forgedUpdate(seen, careOfAddress)));
  }

  private Octets forgedUpdate(Seen seen, Ipv6Address careOfAddress) {
    BindingUpdate model = seen.update;
    List<MobilityOption> options =
        model.options().stream().map(option -> forged(option, careOfAddress)).toList();
    BindingUpdate update =
        new BindingUpdate(
            model.sequenceNumber() + 1 & 0xffff,
            true,
            true,
            model.linkLocalCompatibility(),
            false,
            0,
            Math.max(1, model.lifetimeUnits()),
            options);
    Ipv6Address homeAgent = homeAgentAddress();
    return Ipv6Packet.of(
            careOfAddress,
            homeAgent,
            HOP_LIMIT,
            IpProtocol.MOBILITY,
            MobilityHeader.of(update).encode(seen.homeAddress, homeAgent))
        .withHomeAddressOption(seen.homeAddress)
        .encode();
  }

  private MobilityOption forged(MobilityOption option, Ipv6Address careOfAddress) {
    return switch (option) {
      case AlternateCareOfAddress _ -> new AlternateCareOfAddress(careOfAddress);
      case MessageAuthentication given ->
          new MessageAuthentication(
              given.subtype(), given.securityParameterIndex(), randomness.octets(given.authenticationData().length()));
      default -> option;
    };
  }

  /** Tells a mobile node in its home agent's name that its last Binding Update was accepted. */
  public void forgeAcknowledgement(SimulatedHost from, String mobileNode) {
    last(mobileNode).ifPresent(seen -> from.kernel().sendAsIs(forgedAcknowledgement(seen)));
  }

  private Octets forgedAcknowledgement(Seen seen) {
    List<MobilityOption> options =
        seen.update.options().stream()
            .filter(option -> !(option instanceof AlternateCareOfAddress))
            .map(option -> forged(option, seen.careOfAddress))
            .toList();
    BindingAcknowledgement acknowledgement =
        new BindingAcknowledgement(
            BindingAcknowledgementStatus.ACCEPTED.code(),
            false,
            0,
            seen.update.sequenceNumber(),
            Math.max(1, seen.update.lifetimeUnits()),
            options);
    Ipv6Address homeAgent = homeAgentAddress();
    Ipv6Packet packet =
        Ipv6Packet.of(
            homeAgent,
            seen.careOfAddress,
            HOP_LIMIT,
            IpProtocol.MOBILITY,
            MobilityHeader.of(acknowledgement).encode(homeAgent, seen.homeAddress));
    boolean atHome = seen.careOfAddress.equals(seen.homeAddress);
    return (atHome ? packet : packet.withType2RoutingHeader(seen.homeAddress)).encode();
  }

  /** Tells a mobile node in its home agent's name that the home prefix has ended, as if it had asked. */
  public void forgeAdvertisement(SimulatedHost from, String mobileNode) {
    last(mobileNode).ifPresent(seen -> from.kernel().sendAsIs(forgedAdvertisement(seen)));
  }

  private Octets forgedAdvertisement(Seen seen) {
    Ipv6Address homeAgent = homeAgentAddress();
    MobilePrefixAdvertisement message =
        new MobilePrefixAdvertisement(
            (int) randomness.jitter(IDENTIFIERS),
            false,
            false,
            List.of(new PrefixInformation(homeAgent, Addressing.PREFIX_LENGTH, true, true, true, 0, 0)));
    return Ipv6Packet.of(
            homeAgent,
            seen.careOfAddress,
            HOP_LIMIT,
            IpProtocol.ICMPV6,
            message.encode(homeAgent, seen.homeAddress))
        .withType2RoutingHeader(seen.homeAddress)
        .encode();
  }

  private Optional<Seen> last(String mobileNode) {
    return updates.getOrDefault(network.homeAddress(mobileNode), List.of()).reversed().stream()
        .flatMap(packet -> update(packet).stream())
        .filter(seen -> seen.update.home())
        .findFirst();
  }

  private Ipv6Address homeAgentAddress() {
    return network.addressing().address(network.homeAgent().name(), network.homeLink());
  }
}
