package org.roam6.sim.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Port;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.dhcp.ClientIdentifier;
import org.roam6.wire.dhcp.DhcpMessage;
import org.roam6.wire.dhcp.DhcpOption;
import org.roam6.wire.dhcp.DhcpOptions;
import org.roam6.wire.dhcp.Duid;
import org.roam6.wire.dhcp.IaAddress;
import org.roam6.wire.dhcp.IdentityAssociation;
import org.roam6.wire.dhcp.RapidCommit;
import org.roam6.wire.dhcp.ServerIdentifier;
import org.roam6.wire.dhcp.StatusCode;
import org.roam6.wire.iana.DhcpMessageType;
import org.roam6.wire.iana.DhcpStatusCode;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.iana.UdpPort;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.ip.UdpDatagram;

/**
 * A DHCPv6 server on a link (RFC 8415 18.3), as far as clients notice it: it commits rapidly on every second link,
 * gives an address for as long as it is asked for it in time and another one afterwards, and does not look whether
 * somebody has the address already. It takes frames from its port itself, and fails only where it is told to.
 */
public final class LeaseServer {

  /** The machine that all of them are on. */
  static final String HOST = "leases";

  private static final long LINK_LAYER_ADDRESSES = 0x0200_00dd_0000L;
  private static final int HOP_LIMIT = 64;

  /** Plain hosts have the identifiers from 1 on, so that some of what is leased first is in use. */
  private static final long FIRST_IDENTIFIER = 3;

  private final Ipv6Prefix prefix;
  private final Duration valid;
  private final boolean rapid;
  private final Port port;
  private final Duid identifier;
  private final Map<Duid, Given> given = new HashMap<>();
  private long next = FIRST_IDENTIFIER;
  private LeaseRefusal refusal = LeaseRefusal.SILENCE;
  private Time refusesUntil = Time.ZERO;

  /**
   * An address that a client has.
   *
   * @param until when it ends
   */
  public record Given(Ipv6Address address, Time until) {}

  /**
   * A server that has leased nothing.
   *
   * @param number of its link, 0 for the first
   * @param prefix of which it leases addresses
   * @param valid for how long
   */
  LeaseServer(int number, Ipv6Prefix prefix, Duration valid) {
    LinkLayerAddress address = new LinkLayerAddress(LINK_LAYER_ADDRESSES + number);
    this.prefix = prefix;
    this.valid = valid;
    this.rapid = number % 2 == 0;
    this.port = new Port(HOST, new InterfaceName("eth" + number), address, this::received);
    this.identifier = Duid.of(address);
    port.join(LinkLayerAddress.ofMulticast(DhcpMessage.ALL_RELAY_AGENTS_AND_SERVERS));
  }

  /** Its end of the link. */
  Port port() {
    return port;
  }

  /** What the interface with this link-layer address has leased last, be it over or not. */
  public Optional<Given> givenTo(LinkLayerAddress client) {
    return Optional.ofNullable(given.get(Duid.of(client)));
  }

  /** From now on it refuses to lease addresses, until {@code end}. */
  public void refuse(LeaseRefusal why, Time end) {
    refusal = why;
    refusesUntil = end;
  }

  private void received(Port at, Frame frame, Time now) {
    if (Ipv6Packet.decode(frame.packet()) instanceof Value<Ipv6Packet>(Ipv6Packet packet)
        && packet.protocol() == IpProtocol.UDP
        && UdpDatagram.decode(packet.payload(), packet.header().source(), packet.header().destination())
            instanceof Value<UdpDatagram>(UdpDatagram datagram)
        && datagram.destinationPort() == UdpPort.DHCPV6_SERVER
        && DhcpMessage.decode(datagram.data()) instanceof Value<DhcpMessage>(DhcpMessage message)) {
      answer(message, now).ifPresent(answer -> send(answer, packet.header().source(), frame.from()));
    }
  }

  private void send(DhcpMessage answer, Ipv6Address to, LinkLayerAddress client) {
    Ipv6Address from = Ipv6Address.linkLocal(port.address().interfaceIdentifier());
    Octets datagram =
        new UdpDatagram(UdpPort.DHCPV6_SERVER, UdpPort.DHCPV6_CLIENT, answer.encode()).encode(from, to);
    port.send(client, Ipv6Packet.of(from, to, HOP_LIMIT, IpProtocol.UDP, datagram).encode());
  }

  private Optional<DhcpMessage> answer(DhcpMessage message, Time now) {
    Optional<Duid> client = message.option(ClientIdentifier.class).map(ClientIdentifier::duid);
    Optional<IdentityAssociation> association = message.option(IdentityAssociation.class);
    boolean forAnother =
        message.option(ServerIdentifier.class).filter(server -> !server.duid().equals(identifier)).isPresent();
    return client.isEmpty() || association.isEmpty() || forAnother
        ? Optional.empty()
        : refusesUntil.isDue(now)
            ? answer(message, client.get(), association.get(), now)
            : refused(message, client.get(), association.get(), now);
  }

  private Optional<DhcpMessage> refused(
      DhcpMessage message, Duid client, IdentityAssociation association, Time now) {
    return switch (refusal) {
      case SILENCE -> Optional.empty();
      case NOT_ON_LINK -> notOnLink(message, client, association, now);
      // RFC 8415 18.3.9: "If the server will not assign any addresses to an IA_NA or IA_TA in subsequent Request
      // messages from the client, the server MUST include the IA option in the Advertise message with no addresses in
      // that IA and a Status Code option [...] containing status code NoAddrsAvail."
      case NO_ADDRESSES -> switch (message.type()) {
        case DhcpMessageType.SOLICIT ->
            Optional.of(
                of(DhcpMessageType.ADVERTISE, message, client, refusing(association, DhcpStatusCode.NO_ADDRS_AVAIL)));
        case DhcpMessageType.REQUEST ->
            Optional.of(reply(message, client, refusing(association, DhcpStatusCode.NO_ADDRS_AVAIL)));
        default -> answer(message, client, association, now);
      };
      case FAILURE ->
          message.type() == DhcpMessageType.SOLICIT
              ? Optional.of(of(DhcpMessageType.ADVERTISE, message, client, status(DhcpStatusCode.UNSPEC_FAIL)))
              : Optional.of(reply(message, client, status(DhcpStatusCode.UNSPEC_FAIL)));
    };
  }

  private Optional<DhcpMessage> notOnLink(
      DhcpMessage message, Duid client, IdentityAssociation association, Time now) {
    return switch (message.type()) {
      case DhcpMessageType.SOLICIT ->
          Optional.of(of(DhcpMessageType.ADVERTISE, message, client, lease(client, association, now)));
      case DhcpMessageType.REQUEST ->
          Optional.of(reply(message, client, refusing(association, DhcpStatusCode.NOT_ON_LINK)));
      case DhcpMessageType.CONFIRM -> Optional.of(reply(message, client, status(DhcpStatusCode.NOT_ON_LINK)));
      // RFC 8415 18.3.4: "If the server finds that any of the addresses in the IA are not appropriate for the link to
      // which the client is attached, the server returns the address to the client with lifetimes of 0."
      case DhcpMessageType.RENEW, DhcpMessageType.REBIND ->
          Optional.of(reply(message, client, ending(association)));
      default -> answer(message, client, association, now);
    };
  }

  private Optional<DhcpMessage> answer(
      DhcpMessage message, Duid client, IdentityAssociation association, Time now) {
    return switch (message.type()) {
      case DhcpMessageType.SOLICIT -> {
        boolean commit = rapid && message.option(RapidCommit.class).isPresent();
        int type = commit ? DhcpMessageType.REPLY : DhcpMessageType.ADVERTISE;
        IdentityAssociation leased = lease(client, association, now);
        yield Optional.of(
            commit ? of(type, message, client, new RapidCommit(), leased) : of(type, message, client, leased));
      }
      case DhcpMessageType.REQUEST -> Optional.of(reply(message, client, lease(client, association, now)));
      case DhcpMessageType.RENEW, DhcpMessageType.REBIND ->
          Optional.of(
              reply(
                  message,
                  client,
                  isKnown(client, association, now)
                      ? lease(client, association, now)
                      : refusing(association, DhcpStatusCode.NO_BINDING)));
      case DhcpMessageType.CONFIRM -> {
        boolean onLink = asked(association).filter(prefix::contains).isPresent();
        yield Optional.of(
            reply(message, client, status(onLink ? DhcpStatusCode.SUCCESS : DhcpStatusCode.NOT_ON_LINK)));
      }
      case DhcpMessageType.DECLINE -> {
        given.remove(client);
        yield Optional.of(reply(message, client, status(DhcpStatusCode.SUCCESS)));
      }
      default -> Optional.empty();
    };
  }

  private DhcpMessage reply(DhcpMessage to, Duid client, DhcpOption what) {
    return of(DhcpMessageType.REPLY, to, client, what);
  }

  private DhcpMessage of(int type, DhcpMessage to, Duid client, DhcpOption... what) {
    List<DhcpOption> options = new ArrayList<>(List.of(new ClientIdentifier(client), new ServerIdentifier(identifier)));
    options.addAll(List.of(what));
    return new DhcpMessage(type, to.transactionId(), options);
  }

  private static StatusCode status(int code) {
    return new StatusCode(code, Octets.EMPTY);
  }

  private static IdentityAssociation refusing(IdentityAssociation association, int code) {
    return new IdentityAssociation(association.identifier(), 0, 0, List.of(status(code)));
  }

  private static IdentityAssociation ending(IdentityAssociation association) {
    List<DhcpOption> ended = new ArrayList<>();
    asked(association).ifPresent(address -> ended.add(new IaAddress(address, 0, 0, List.of())));
    return new IdentityAssociation(association.identifier(), 0, 0, ended);
  }

  private static Optional<Ipv6Address> asked(IdentityAssociation association) {
    return DhcpOptions.first(association.options(), IaAddress.class).map(IaAddress::address);
  }

  private boolean isKnown(Duid client, IdentityAssociation association, Time now) {
    Given known = given.get(client);
    return known != null && !known.until().isDue(now) && asked(association).equals(Optional.of(known.address()));
  }

  /** The client's address from now on, the one that it has if that has not ended. */
  private IdentityAssociation lease(Duid client, IdentityAssociation association, Time now) {
    Given known = given.get(client);
    Ipv6Address address =
        known == null || known.until().isDue(now) ? prefix.withInterfaceIdentifier(next++) : known.address();
    given.put(client, new Given(address, now.plus(valid)));
    long seconds = valid.toSeconds();
    long preferred = seconds * 4 / 5;
    return new IdentityAssociation(
        association.identifier(),
        seconds / 2,
        preferred,
        List.of(new IaAddress(address, preferred, seconds, List.of())));
  }
}
