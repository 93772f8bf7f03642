package org.roam6.protocol.dhcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.SeededRandomness;
import org.roam6.protocol.Time;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.dhcp.ClientIdentifier;
import org.roam6.wire.dhcp.DhcpMessage;
import org.roam6.wire.dhcp.DhcpOption;
import org.roam6.wire.dhcp.Duid;
import org.roam6.wire.dhcp.IaAddress;
import org.roam6.wire.dhcp.IdentityAssociation;
import org.roam6.wire.dhcp.RapidCommit;
import org.roam6.wire.dhcp.ServerIdentifier;
import org.roam6.wire.dhcp.StatusCode;
import org.roam6.wire.iana.DhcpMessageType;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.ip.UdpDatagram;

/** A client in virtual time, and what it sent last. */
final class ClientScene {

  static final InterfaceName ETH0 = new InterfaceName("eth0");
  static final LinkLayerAddress OWN = LinkLayerAddress.parse("02:00:00:00:00:01");
  static final Ipv6Address LINK_LOCAL = Ipv6Address.parse("fe80::ff:fe00:1");
  static final Attachment HERE = attachment("02:00:00:00:0c:00");
  static final Attachment ELSEWHERE = attachment("02:00:00:00:0d:00");
  static final Duid SERVER = Duid.of(LinkLayerAddress.parse("02:00:00:00:0c:53"));
  static final Duid OTHER_SERVER = Duid.of(LinkLayerAddress.parse("02:00:00:00:0c:54"));
  static final Ipv6Address ADDRESS = Ipv6Address.parse("2001:db8:c::1234");
  static final Ipv6Address OTHER_ADDRESS = Ipv6Address.parse("2001:db8:c::4321");

  /** A message as it was sent. */
  record Sent(Time time, Ipv6Packet packet, UdpDatagram datagram, DhcpMessage message, LinkLayerAddress to) {}

  DhcpClientState state = DhcpClientState.initial();
  final List<Sent> sent = new ArrayList<>();
  final List<DhcpNotice> notices = new ArrayList<>();
  Duration maximumDelay = Duration.ZERO;

  private final SeededRandomness randomness;
  private Time now = new Time(1_000_000_000L);

  ClientScene(long seed) {
    randomness = new SeededRandomness(seed);
  }

  ClientScene() {
    this(7);
  }

  private static Attachment attachment(String router) {
    return new Attachment(OWN, Ipv6Address.parse("fe80::1"), LinkLayerAddress.parse(router));
  }

  Time now() {
    return now;
  }

  /** How many messages {@code input} made the client send. */
  int step(DhcpClient.Input input) {
    int before = sent.size();
    DhcpClient.Context context = new DhcpClient.Context(ETH0, LINK_LOCAL, maximumDelay, randomness, now);
    DhcpClient.Step step = DhcpClient.step(context, state, input);
    state = step.next();
    for (Effect effect : step.effects()) {
      switch (effect) {
        case Effect.SendOnLink(InterfaceName out, LinkLayerAddress to, Octets packet) -> sent.add(read(packet, to));
        case Effect.Notify(DhcpNotice notice) -> notices.add(notice);
        default -> throw new AssertionError("not expected: " + effect);
      }
    }
    return sent.size() - before;
  }

  private Sent read(Octets octets, LinkLayerAddress to) {
    Ipv6Packet packet = value(Ipv6Packet.decode(octets));
    UdpDatagram datagram =
        value(UdpDatagram.decode(packet.payload(), packet.header().source(), packet.header().destination()));
    return new Sent(now, packet, datagram, value(DhcpMessage.decode(datagram.data())), to);
  }

  private static <T> T value(Decoded<T> decoded) {
    if (decoded instanceof Decoded.Value<T>(T value)) {
      return value;
    }
    throw new AssertionError("not well-formed: " + decoded);
  }

  int attach() {
    return attach(HERE);
  }

  /** The node is on the link again that it knows {@code lease} of. */
  int comeBack(Lease lease) {
    return step(new DhcpClient.Input.Attached(HERE, Optional.of(lease)));
  }

  int attach(Attachment on) {
    return step(new DhcpClient.Input.Attached(on, Optional.empty()));
  }

  int receive(DhcpMessage message) {
    return step(new DhcpClient.Input.Received(message));
  }

  /** Lets time pass, with the deadlines in it; how many messages were sent meanwhile. */
  int pass(Duration duration) {
    int before = sent.size();
    Time end = now.plus(duration);
    while (state.deadline().isDue(end)) {
      Time deadline = state.deadline();
      now = now.isBefore(deadline) ? deadline : now;
      DhcpClientState former = state;
      step(new DhcpClient.Input.Due());
      if (state.equals(former)) {
        throw new AssertionError("the deadline " + deadline + " was reached and nothing happened: " + state);
      }
    }
    now = end;
    return sent.size() - before;
  }

  DhcpMessage last() {
    return sent.getLast().message();
  }

  /** The address in the IA_NA of what was sent last. */
  Optional<Ipv6Address> lastAddress() {
    return last().option(IdentityAssociation.class).stream()
        .flatMap(association -> association.options().stream())
        .filter(IaAddress.class::isInstance)
        .map(option -> ((IaAddress) option).address())
        .findFirst();
  }

  static IaAddress address(Ipv6Address address, long preferred, long valid) {
    return new IaAddress(address, preferred, valid, List.of());
  }

  static IdentityAssociation association(long t1, long t2, DhcpOption... options) {
    return new IdentityAssociation(1, t1, t2, List.of(options));
  }

  static StatusCode status(int status) {
    return new StatusCode(status, Octets.EMPTY);
  }

  /** An hour, of which 1000 seconds are T1 and 2000 seconds are T2. */
  static IdentityAssociation hour(Ipv6Address leased) {
    return association(1000, 2000, address(leased, 3000, 3600));
  }

  /** An answer of {@code server} to what was sent last. */
  DhcpMessage answer(int type, Duid server, DhcpOption... more) {
    List<DhcpOption> options = new ArrayList<>();
    options.add(new ClientIdentifier(Duid.of(OWN)));
    options.add(new ServerIdentifier(server));
    options.addAll(List.of(more));
    return new DhcpMessage(type, last().transactionId(), options);
  }

  DhcpMessage advertise(DhcpOption... more) {
    return answer(DhcpMessageType.ADVERTISE, SERVER, more);
  }

  DhcpMessage reply(DhcpOption... more) {
    return answer(DhcpMessageType.REPLY, SERVER, more);
  }

  /** A client that has leased {@link #ADDRESS} for an hour. */
  static ClientScene bound() {
    ClientScene scene = new ClientScene();
    scene.attach();
    scene.receive(scene.reply(new RapidCommit(), hour(ADDRESS)));
    scene.notices.clear();
    return scene;
  }

  Optional<Ipv6Address> leased() {
    return state.lease().map(Lease::address);
  }

  <T extends DhcpNotice> List<T> notices(Class<T> kind) {
    return notices.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
