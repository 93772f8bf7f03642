package org.roam6.bench.correspondent;

import java.util.ArrayList;
import java.util.List;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Node;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.BindingManagementKey;
import org.roam6.protocol.auth.KeygenToken;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTest;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTest;
import org.roam6.wire.mobility.HomeTestInit;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityMessage;
import org.roam6.wire.mobility.NonceIndices;

/** Mobile nodes with tokens of a correspondent node, which renew their bindings again and again. */
final class MobileNodes {

  static final Ipv6Address CORRESPONDENT = Ipv6Address.parse("2001:db8:c::1");
  /** Where their care-of addresses are. */
  static final Ipv6Prefix VISITED = Ipv6Prefix.parse("2001:db8:a::/64");
  static final InterfaceName UPLINK = new InterfaceName("to-mn");

  private static final long HOME_PREFIX = 0x2001_0db8_0001_0000L;
  private static final LinkLayerAddress ROUTER = new LinkLayerAddress(0x0200_0000_0001L);

  private final List<MobileNode> all = new ArrayList<>();
  private int next;

  /** Gives out tokens: {@code correspondent} has to have the address {@link #CORRESPONDENT}. */
  MobileNodes(int count, Node correspondent, Time now) {
    for (int i = 1; i <= count; i++) {
      all.add(new MobileNode(new Ipv6Address(HOME_PREFIX, i), VISITED.withInterfaceIdentifier(i), correspondent, now));
    }
  }

  /** The next Binding Update of the next mobile node, which is new to the correspondent node. */
  Octets update() {
    next = (next + 1) % all.size();
    return all.get(next).update();
  }

  static Event received(Octets packet) {
    return new Event.PacketReceived(UPLINK, ROUTER, packet);
  }

  private static final class MobileNode {
    private final Ipv6Address home;
    private final Ipv6Address careOf;
    private final NonceIndices indices;
    private final BindingManagementKey key;
    private int sequence;

    MobileNode(Ipv6Address home, Ipv6Address careOf, Node correspondent, Time now) {
      this.home = home;
      this.careOf = careOf;
      HomeTest homeTest = (HomeTest) ask(home, new HomeTestInit(1, List.of()), correspondent, now);
      CareOfTest careOfTest = (CareOfTest) ask(careOf, new CareOfTestInit(2, List.of()), correspondent, now);
      this.indices = new NonceIndices(homeTest.nonceIndex(), careOfTest.nonceIndex());
      this.key =
          BindingManagementKey.of(
              new KeygenToken(homeTest.keygenToken()), new KeygenToken(careOfTest.keygenToken()));
    }

    private static MobilityMessage ask(Ipv6Address from, MobilityMessage init, Node correspondent, Time now) {
      Octets octets = MobilityHeader.of(init).encode(from, CORRESPONDENT);
      Ipv6Packet packet = Ipv6Packet.of(from, CORRESPONDENT, 64, IpProtocol.MOBILITY, octets);
      List<Effect> effects = correspondent.handle(received(packet.encode()), now);
      Ipv6Packet answer = value(Ipv6Packet.decode(((Effect.SendRouted) effects.getFirst()).packet()));
      return value(MobilityHeader.decode(answer.payload(), answer.checksumSource(), answer.checksumDestination()))
          .message();
    }

    private static <T> T value(Decoded<T> decoded) {
      return switch (decoded) {
        case Decoded.Value<T>(T value) -> value;
        case Decoded.Malformed<T> malformed -> throw new IllegalStateException("malformed: " + malformed);
      };
    }

    Octets update() {
      sequence = (sequence + 1) % (1 << 16);
      BindingUpdate update = new BindingUpdate(sequence, true, false, false, false, 0, 105, List.of(indices));
      Octets octets = key.authorize(update, careOf, CORRESPONDENT).encode(home, CORRESPONDENT);
      return Ipv6Packet.of(careOf, CORRESPONDENT, 64, IpProtocol.MOBILITY, octets)
          .withHomeAddressOption(home)
          .encode();
    }
  }
}
