package org.roam6.daemon.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Host;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Node;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.BindingManagementKey;
import org.roam6.protocol.auth.KeygenToken;
import org.roam6.protocol.correspondent.Correspondent;
import org.roam6.protocol.correspondent.CorrespondentConfig;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
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

/** What is recorded of a correspondent node can be replayed: its node keys are what it drew. */
class CorrespondentRecordingTest {

  private static final InterfaceName UPLINK = new InterfaceName("eth0");
  private static final Ipv6Address OWN = Ipv6Address.parse("2001:db8:c::1");
  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  private static final Ipv6Address CARE_OF = Ipv6Address.parse("2001:db8:a::5");
  private static final CorrespondentConfig CONFIG = CorrespondentConfig.of(new InterfaceName("roam0"));
  private static final Time NOW = new Time(1_000_000_000);

  private static final Randomness SYSTEM =
      new Randomness() {
        private final SecureRandom random = new SecureRandom();

        @Override
        public long jitter(long bound) {
          return random.nextLong(bound);
        }

        @Override
        public long identifier() {
          return random.nextLong();
        }

        @Override
        public long secret() {
          return random.nextLong();
        }
      };

  private static Event received(Ipv6Packet packet) {
    return new Event.PacketReceived(UPLINK, new LinkLayerAddress(0x0200_0000_0001L), packet.encode());
  }

  private static Event request(Ipv6Address from, MobilityMessage message) {
    Octets octets = MobilityHeader.of(message).encode(from, OWN);
    return received(Ipv6Packet.of(from, OWN, 64, IpProtocol.MOBILITY, octets));
  }

  private static <T extends MobilityMessage> T answer(List<Effect> effects, Class<T> type) {
    Octets octets = ((Effect.SendRouted) effects.getFirst()).packet();
    Ipv6Packet packet = value(Ipv6Packet.decode(octets));
    return type.cast(
        value(MobilityHeader.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination()))
            .message());
  }

  private static <T> T value(Decoded<T> decoded) {
    return switch (decoded) {
      case Decoded.Value<T>(T value) -> value;
      case Decoded.Malformed<T> malformed -> throw new AssertionError(malformed);
    };
  }

  /** A correspondent node that knows its address. */
  private static Node correspondent(Randomness randomness) {
    Node host = new Host(List.of(new Correspondent(CONFIG, randomness)));
    host.handle(new Event.AddressChanged(UPLINK, OWN, Event.AddressState.READY), NOW);
    return host;
  }

  private static Event authorizedUpdate(Node node) {
    HomeTest home = answer(node.handle(request(HOME, new HomeTestInit(1, List.of())), NOW), HomeTest.class);
    CareOfTest careOf =
        answer(node.handle(request(CARE_OF, new CareOfTestInit(2, List.of())), NOW), CareOfTest.class);
    BindingUpdate update =
        new BindingUpdate(
            7, true, false, false, false, 0, 60,
            List.of(new NonceIndices(home.nonceIndex(), careOf.nonceIndex())));
    MobilityHeader header =
        BindingManagementKey.of(new KeygenToken(home.keygenToken()), new KeygenToken(careOf.keygenToken()))
            .authorize(update, CARE_OF, OWN);
    Octets octets = header.encode(HOME, OWN);
    return received(
        Ipv6Packet.of(CARE_OF, OWN, 64, IpProtocol.MOBILITY, octets).withHomeAddressOption(HOME));
  }

  private static boolean binds(List<Effect> effects) {
    return effects.stream().anyMatch(Effect.Want.class::isInstance);
  }

  @Test
  void theBindingIsMadeOnceMore() {
    List<String> lines = new ArrayList<>();
    Recorder recorder =
        new Recorder(
            line -> lines.add(line.get()),
            List.of(),
            Optional.empty(),
            Optional.of(CONFIG),
            Optional.empty());
    Node node = recorder.watch(new Host(List.of(new Correspondent(CONFIG, recorder.watch(SYSTEM)))));
    node.handle(new Event.AddressChanged(UPLINK, OWN, Event.AddressState.READY), NOW);
    assertThat(binds(node.handle(authorizedUpdate(node), NOW))).isTrue();
    assertThat(Replay.of(lines.iterator()))
        .isInstanceOfSatisfying(
            Replay.Same.class,
            same -> assertThat(same.timeline()).anyMatch(line -> line.contains(HOME + " is at " + CARE_OF)));
  }

  @Test
  void whatWasRecordedIsWorthNothingInAnotherProcess() {
    Event update = authorizedUpdate(correspondent(SYSTEM));
    for (int i = 0; i < 20; i++) {
      Node other = correspondent(SYSTEM);
      authorizedUpdate(other);
      assertThat(binds(other.handle(update, NOW))).isFalse();
    }
  }
}
