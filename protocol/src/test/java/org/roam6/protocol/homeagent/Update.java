package org.roam6.protocol.homeagent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Event;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.auth.MessageAuthenticator;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.auth.SecurityAssociation;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.AlternateCareOfAddress;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MessageReplayProtection;
import org.roam6.wire.mobility.MobileNodeIdentifier;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityOption;

/** A Binding Update that a test makes up: at first one that a mobile node would send. */
final class Update {

  static final LinkLayerAddress CORE_ROUTER = LinkLayerAddress.parse("02:00:00:00:00:0c");

  private Ipv6Address homeAddress = Scene.HOME;
  private Ipv6Address source = Scene.CARE_OF_A;
  private Ipv6Address destination = Scene.HOME_AGENT;
  private Optional<Ipv6Address> alternate = Optional.of(Scene.CARE_OF_A);
  private boolean homeAddressOption = true;
  private boolean home = true;
  private boolean acknowledge = true;
  private boolean linkLocal;
  private int reserved;
  private int sequence = 1;
  private int lifetime = 15;
  private InterfaceName in = Scene.UPLINK;
  private LinkLayerAddress from = CORE_ROUTER;
  private final List<MobilityOption> options = new ArrayList<>();

  static Update from(Ipv6Address careOfAddress) {
    return new Update().source(careOfAddress).alternate(careOfAddress);
  }

  /** The Binding Update of a mobile node that has come home (RFC 6275 11.5.5). */
  static Update atHome() {
    return atHome(Scene.HOME);
  }

  static Update atHome(Ipv6Address homeAddress) {
    return from(homeAddress)
        .homeAddress(homeAddress)
        .lifetime(0)
        .withoutHomeAddressOption()
        .on(Scene.HOME_LINK, Scene.MOBILE_NODE_LINK_LAYER);
  }

  Update homeAddress(Ipv6Address address) {
    homeAddress = address;
    return this;
  }

  Update source(Ipv6Address address) {
    source = address;
    return this;
  }

  Update destination(Ipv6Address address) {
    destination = address;
    return this;
  }

  Update alternate(Ipv6Address address) {
    alternate = Optional.of(address);
    return this;
  }

  Update withoutAlternate() {
    alternate = Optional.empty();
    return this;
  }

  Update withoutHomeAddressOption() {
    homeAddressOption = false;
    return this;
  }

  Update notHome() {
    home = false;
    return this;
  }

  Update notAcknowledged() {
    acknowledge = false;
    return this;
  }

  Update linkLocal() {
    linkLocal = true;
    return this;
  }

  Update sequence(int number) {
    sequence = number;
    return this;
  }

  Update lifetime(int units) {
    lifetime = units;
    return this;
  }

  Update reserved(int bits) {
    reserved = bits;
    return this;
  }

  Update on(InterfaceName name, LinkLayerAddress neighbor) {
    in = name;
    from = neighbor;
    return this;
  }

  Update option(MobilityOption option) {
    options.add(option);
    return this;
  }

  Ipv6Address careOfAddress() {
    return alternate.orElse(source);
  }

  /** Without protection. */
  Event.PacketReceived plain() {
    return packet(MobilityHeader.of(message(options)));
  }

  /** With the options of RFC 4285. */
  Event.PacketReceived signed(SecurityAssociation association, NtpTimestamp timestamp) {
    List<MobilityOption> protection = new ArrayList<>(options);
    protection.add(MobileNodeIdentifier.ofNetworkAccessIdentifier(association.networkAccessIdentifier()));
    protection.add(new MessageReplayProtection(timestamp.value()));
    return packet(MessageAuthenticator.sign(association, careOfAddress(), homeAddress, message(protection)));
  }

  private BindingUpdate message(List<MobilityOption> others) {
    List<MobilityOption> all = new ArrayList<>();
    alternate.ifPresent(address -> all.add(new AlternateCareOfAddress(address)));
    all.addAll(others);
    return new BindingUpdate(sequence, acknowledge, home, linkLocal, false, reserved, lifetime, all);
  }

  private Event.PacketReceived packet(MobilityHeader header) {
    Ipv6Address claimed = homeAddressOption ? homeAddress : source;
    Ipv6Packet bare =
        Ipv6Packet.of(source, destination, 60, IpProtocol.MOBILITY, header.encode(claimed, destination));
    Ipv6Packet packet = homeAddressOption ? bare.withHomeAddressOption(homeAddress) : bare;
    return new Event.PacketReceived(in, from, packet.encode());
  }
}
