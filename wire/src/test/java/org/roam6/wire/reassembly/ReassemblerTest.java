package org.roam6.wire.reassembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.Property;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.ParameterProblem;
import org.roam6.wire.icmp.TimeExceeded;
import org.roam6.wire.ip.ExtensionHeader;
import org.roam6.wire.ip.FragmentHeader;
import org.roam6.wire.ip.HopByHopOptions;
import org.roam6.wire.ip.Ipv6Header;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.ip.PacketGenerator;
import org.roam6.wire.ip.PadN;
import org.roam6.wire.reassembly.ReassemblyOutcome.Cause;
import org.roam6.wire.reassembly.ReassemblyOutcome.Complete;
import org.roam6.wire.reassembly.ReassemblyOutcome.Discarded;
import org.roam6.wire.reassembly.ReassemblyOutcome.Waiting;

class ReassemblerTest {

  private static final Ipv6Address SOURCE = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address DESTINATION = Ipv6Address.parse("2001:db8:2::2");
  private static final long SECOND = 1_000_000_000L;
  private static final ReassemblyOutcome WAITING = new Waiting();

  private final Reassembler reassembler = new Reassembler(ReassemblyLimits.DEFAULT);

  private static Octets data(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return Octets.of(bytes);
  }

  private static Ipv6Packet fragment(Ipv6Address source, long id, int offset, boolean more, Octets piece) {
    Ipv6Header header = new Ipv6Header(0, 0, 64, source, DESTINATION);
    return new Ipv6Packet(header, List.of(new FragmentHeader(offset, more, id)), IpProtocol.UDP, piece);
  }

  private static Ipv6Packet fragment(int offset, boolean more, Octets piece) {
    return fragment(SOURCE, 7, offset, more, piece);
  }

  private static ReassemblyOutcome discarded(Cause cause) {
    return new Discarded(cause, Optional.empty());
  }

  private static ReassemblyOutcome answered(Cause cause, Ipv6Packet fragment, int code, int pointer) {
    Octets octets = fragment.encode();
    Octets invoking = octets.slice(0, Math.min(octets.length(), 1232));
    ReassemblyAnswer answer =
        new ReassemblyAnswer(DESTINATION, SOURCE, new ParameterProblem(code, pointer, invoking));
    return new Discarded(cause, Optional.of(answer));
  }

  @Test
  void putsFragmentsTogetherInAnyOrder() {
    Octets whole = data(40);
    Octets packet = Ipv6Packet.of(SOURCE, DESTINATION, 64, IpProtocol.UDP, whole).encode();
    assertThat(reassembler.accept(fragment(32, false, whole.slice(32, 40)), 0)).isEqualTo(WAITING);
    assertThat(reassembler.accept(fragment(0, true, whole.slice(0, 16)), 1)).isEqualTo(WAITING);
    assertThat(reassembler.accept(fragment(16, true, whole.slice(16, 32)), 2)).isEqualTo(new Complete(packet));
    assertThat(reassembler.datagrams()).isZero();
    assertThat(reassembler.octets()).isZero();
  }

  // RFC 8200 4.5: "The Next Header field of the last header of the Per-Fragment headers is obtained from the Next
  // Header field of the first fragment's Fragment header."
  @Test
  void givesAnyPacketBack() {
    Property.forAll(500, random -> {
      Ipv6Packet packet = PacketGenerator.packet(random);
      ExtensionHeader hopByHop = new HopByHopOptions(List.of(PadN.ofLength(6)));
      List<ExtensionHeader> perFragment = random.nextBoolean() ? List.of(hopByHop) : List.of();
      Octets upperLayer = Property.octets(random, 25 + random.nextInt(200));
      Ipv6Packet original = new Ipv6Packet(packet.header(), perFragment, IpProtocol.MOBILITY, upperLayer);
      List<Ipv6Packet> fragments = new ArrayList<>();
      int unit = 8 * (1 + random.nextInt(3));
      for (int at = 0; at < upperLayer.length(); at += unit) {
        int end = Math.min(upperLayer.length(), at + unit);
        List<ExtensionHeader> headers = new ArrayList<>(perFragment);
        headers.add(new FragmentHeader(at, end < upperLayer.length(), 9));
        fragments.add(new Ipv6Packet(packet.header(), headers, IpProtocol.MOBILITY, upperLayer.slice(at, end)));
      }
      Collections.shuffle(fragments, new Random(random.nextLong()));
      ReassemblyOutcome last = WAITING;
      for (Ipv6Packet fragment : fragments) {
        assertThat(last).isEqualTo(WAITING);
        last = reassembler.accept(fragment, 0);
      }
      assertThat(last).isEqualTo(new Complete(original.encode()));
    });
  }

  @Test
  void keepsSourcesAndIdentificationsApart() {
    reassembler.accept(fragment(0, true, data(8)), 0);
    assertThat(reassembler.accept(fragment(SOURCE, 8, 8, false, data(8)), 0)).isEqualTo(WAITING);
    assertThat(reassembler.accept(fragment(DESTINATION, 7, 8, false, data(8)), 0)).isEqualTo(WAITING);
    assertThat(reassembler.accept(fragment(8, false, data(8)), 0)).isInstanceOf(Complete.class);
  }

  // RFC 5722 4: "the entire datagram (and any constituent fragments, including those not yet received) MUST be silently
  // discarded."
  @Test
  void discardsADatagramWithOverlapsForGood() {
    reassembler.accept(fragment(0, true, data(16)), 0);
    assertThat(reassembler.accept(fragment(8, true, data(16)), 0)).isEqualTo(discarded(Cause.OVERLAP));
    assertThat(reassembler.accept(fragment(0, true, data(16)), 0)).isEqualTo(discarded(Cause.OVERLAP));
    assertThat(reassembler.accept(fragment(16, false, data(8)), 0)).isEqualTo(discarded(Cause.OVERLAP));
    assertThat(reassembler.octets()).isZero();
    assertThat(reassembler.expire(60 * SECOND)).isEmpty();
  }

  @Test
  void takesContradictingEndsForOverlaps() {
    reassembler.accept(fragment(16, false, data(8)), 0);
    assertThat(reassembler.accept(fragment(24, true, data(8)), 0)).isEqualTo(discarded(Cause.OVERLAP));
    reassembler.accept(fragment(SOURCE, 8, 24, true, data(8)), 0);
    assertThat(reassembler.accept(fragment(SOURCE, 8, 8, false, data(8)), 0)).isEqualTo(discarded(Cause.OVERLAP));
  }

  @Test
  void ignoresExactDuplicates() {
    reassembler.accept(fragment(0, true, data(8)), 0);
    assertThat(reassembler.accept(fragment(0, true, data(8)), 0)).isEqualTo(WAITING);
    assertThat(reassembler.accept(fragment(8, false, data(8)), 0)).isInstanceOf(Complete.class);
  }

  // RFC 8200 4.5: "within 60 seconds of the reception of the first-arriving fragment"
  @Test
  void givesUpAfterSixtySecondsAndSaysSoIfItHasTheStart() {
    Ipv6Packet first = fragment(0, true, data(8));
    reassembler.accept(first, 5);
    reassembler.accept(fragment(SOURCE, 8, 8, true, data(8)), 6);
    assertThat(reassembler.nextDeadline()).isEqualTo(60 * SECOND + 5);
    assertThat(reassembler.expire(60 * SECOND + 4)).isEmpty();
    assertThat(reassembler.expire(60 * SECOND + 6)).containsExactly(
        new ReassemblyAnswer(DESTINATION, SOURCE, new TimeExceeded(1, first.encode())));
    assertThat(reassembler.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    assertThat(reassembler.octets()).isZero();
  }

  @Test
  void answersALengthThatIsNoMultipleOfEight() {
    Ipv6Packet fragment = fragment(0, true, data(12));
    assertThat(reassembler.accept(fragment, 0)).isEqualTo(answered(Cause.BAD_LENGTH, fragment, 0, 4));
  }

  @Test
  void answersADatagramThatWouldBeTooLong() {
    Ipv6Packet fragment = fragment(65_528, false, data(8));
    assertThat(reassembler.accept(fragment, 0)).isEqualTo(answered(Cause.TOO_LONG, fragment, 0, 42));
    assertThat(reassembler.accept(fragment(65_528, false, data(7)), 0)).isEqualTo(WAITING);
  }

  @Test
  void answersAFirstFragmentWithoutAllHeaders() {
    Ipv6Header header = new Ipv6Header(0, 0, 64, SOURCE, DESTINATION);
    Ipv6Packet optionsOnly = new Ipv6Packet(
        header, List.of(new FragmentHeader(0, true, 7)), IpProtocol.DESTINATION_OPTIONS,
        Octets.ofHex("3a 01 010400000000"));
    Ipv6Packet halfTcp =
        new Ipv6Packet(header, List.of(new FragmentHeader(0, true, 8)), IpProtocol.TCP, data(16));
    for (Ipv6Packet fragment : List.of(optionsOnly, halfTcp)) {
      assertThat(reassembler.accept(fragment, 0))
          .isEqualTo(answered(Cause.INCOMPLETE_HEADER_CHAIN, fragment, 3, 0));
    }
  }

  @Test
  void answersNobodyForMulticast() {
    Ipv6Header header = new Ipv6Header(0, 0, 64, SOURCE, Ipv6Address.ALL_NODES);
    Ipv6Packet fragment = new Ipv6Packet(header, List.of(new FragmentHeader(0, true, 7)), IpProtocol.UDP, data(12));
    assertThat(reassembler.accept(fragment, 0)).isEqualTo(discarded(Cause.BAD_LENGTH));
  }

  @Test
  void ignoresEmptyFragments() {
    assertThat(reassembler.accept(fragment(8, true, Octets.EMPTY), 0)).isEqualTo(discarded(Cause.EMPTY));
    assertThat(reassembler.datagrams()).isZero();
  }

  // RFC 6946 4: atomic fragments are "processed in isolation from any other packets/fragments".
  @Test
  void hasNoUseForAtomicFragments() {
    Ipv6Packet atomic = fragment(0, false, data(8));
    assertThat(atomic.isFragment()).isFalse();
    assertThatThrownBy(() -> reassembler.accept(atomic, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givesTheOldestPlaceOfASourceToItsNewest() {
    Reassembler small = new Reassembler(new ReassemblyLimits(4, 2, 4, 70_000));
    IntStream.range(0, 3).forEach(id -> small.accept(fragment(SOURCE, id, 0, true, data(8)), id));
    assertThat(small.datagrams()).isEqualTo(2);
    assertThat(small.evicted()).isEqualTo(1);
    assertThat(small.accept(fragment(SOURCE, 2, 8, false, data(8)), 9)).isInstanceOf(Complete.class);
    assertThat(small.accept(fragment(SOURCE, 0, 8, false, data(8)), 9)).isEqualTo(WAITING);
  }

  @Test
  void holdsNoMoreThanItsLimitsWhateverComes() {
    ReassemblyLimits limits = new ReassemblyLimits(4, 3, 4, 70_000);
    Reassembler small = new Reassembler(limits);
    Property.forAll(20_000, random -> {
      Ipv6Address source = new Ipv6Address(0x2001_0db8L << 32, random.nextInt(6));
      int offset = 8 * random.nextInt(6);
      boolean more = random.nextInt(4) != 0 || offset == 0;
      Octets piece = data(random.nextInt(50) == 0 ? 30_000 : 8 + 8 * random.nextInt(3));
      small.accept(fragment(source, random.nextInt(5), offset, more, piece), 0);
      assertThat(small.datagrams()).isBetween(0, limits.datagrams());
      assertThat(small.octets()).isBetween(0, limits.octets());
    });
    assertThat(small.evicted()).isPositive();
    small.expire(60 * SECOND);
    assertThat(small.octets()).isZero();
  }

  @Test
  void givesUpADatagramOfTooManyFragments() {
    Reassembler small = new Reassembler(new ReassemblyLimits(4, 2, 3, 70_000));
    IntStream.range(1, 4).forEach(i -> small.accept(fragment(8 * i, true, data(8)), 0));
    assertThat(small.accept(fragment(32, true, data(8)), 0)).isEqualTo(discarded(Cause.TOO_MANY));
    assertThat(small.octets()).isZero();
  }

  @Test
  void refusesLimitsThatLeaveNoRoom() {
    assertThatThrownBy(() -> new ReassemblyLimits(1, 1, 2, 65_534)).isInstanceOf(IllegalArgumentException.class);
  }
}
