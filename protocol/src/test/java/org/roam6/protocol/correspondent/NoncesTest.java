package org.roam6.protocol.correspondent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.SeededRandomness;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;

/** RFC 6275 5.2.7: nonces and node keys change together, and only where they are used. */
class NoncesTest {

  private static final Time START = Time.ZERO.plus(Duration.ofHours(1));

  private final Nonces nonces = new Nonces(new SeededRandomness(7));

  private static Time at(int seconds) {
    return START.plus(Duration.ofSeconds(seconds));
  }

  @Test
  void thereIsNoneBeforeTheFirstUse() {
    assertThat(nonces.count()).isZero();
    assertThat(nonces.nextDeadline()).isEqualTo(Time.NEVER);
    assertThat(nonces.find(0, START)).isEmpty();
  }

  @Test
  void oneServesForThirtySecondsFromItsFirstUse() {
    Nonce first = nonces.current(at(0));
    assertThat(nonces.current(at(29))).isSameAs(first);
    Nonce second = nonces.current(at(30));
    assertThat(second.index()).isEqualTo((first.index() + 1) % 65536);
    assertThat(second.key()).isNotSameAs(first.key());
    assertThat(second.value()).isNotEqualTo(first.value());
  }

  @Test
  void whatNobodyUsesIsNotRenewed() {
    Nonce first = nonces.current(at(0));
    assertThat(nonces.current(at(1000)).index()).isEqualTo((first.index() + 1) % 65536);
    assertThat(nonces.count()).isEqualTo(1);
  }

  @Test
  @Tag("R6275-008")
  @Tag("R6275-015")
  void oneIsAcceptedForAtLeastTheLifetimeOfATokenAndLessThanThatOfANonce() {
    Nonce first = nonces.current(at(0));
    nonces.current(at(29));
    for (int second = 0; second < 29 + 210; second++) {
      assertThat(nonces.find(first.index(), at(second))).as("second " + second).contains(first);
    }
    assertThat(nonces.find(first.index(), at(240))).isEmpty();
  }

  @Test
  void howeverManyAskThereAreEightAtMost() {
    List<Integer> counts = new ArrayList<>();
    for (int second = 0; second < 3600; second++) {
      nonces.current(at(second));
      counts.add(nonces.count());
    }
    assertThat(counts).contains(8).allMatch(count -> count <= 8);
  }

  @Test
  @Tag("R6275-008")
  void whatIsTooOldIsDiscardedAtItsDeadline() {
    nonces.current(at(0));
    assertThat(nonces.nextDeadline()).isEqualTo(at(240));
    nonces.expire(at(240));
    assertThat(nonces.count()).isZero();
  }

  @Test
  void indicesWrapAround() {
    Nonce first = nonces.current(at(0));
    Nonce last = first;
    for (int i = 1; i <= 65536; i++) {
      last = nonces.current(at(30 * i));
      assertThat(last.index()).isBetween(0, 65535);
    }
    assertThat(last.index()).isEqualTo(first.index());
  }

  @Test
  void whatIsGivenUpIsNotFound() {
    Nonce first = nonces.current(at(0));
    Nonce second = nonces.current(at(30));
    nonces.invalidateUntil(first.expiry());
    assertThat(nonces.find(first.index(), at(31))).isEmpty();
    assertThat(nonces.find(second.index(), at(31))).contains(second);
  }

  @Test
  @Tag("R6275-007")
  void aNodeKeyHasTwentyOctetsThatWereDrawn() {
    assertThatIllegalArgumentException().isThrownBy(() -> new NodeKey(new byte[16]));
    Ipv6Address home = Ipv6Address.parse("2001:db8:1::100");
    Randomness drawn = new SeededRandomness(1);
    NodeKey one = NodeKey.draw(drawn);
    NodeKey other = NodeKey.draw(drawn);
    assertThat(one.homeKeygenToken(home, 1)).isNotEqualTo(other.homeKeygenToken(home, 1));
    Randomness again = new SeededRandomness(1);
    ByteBuffer octets = ByteBuffer.allocate(20);
    octets.putLong(again.secret()).putLong(again.secret()).putInt((int) again.secret());
    assertThat(one.homeKeygenToken(home, 1)).isEqualTo(new NodeKey(octets.array()).homeKeygenToken(home, 1));
  }

  @Test
  @Tag("R6275-007")
  void noTextShowsAKeyOrANonce() {
    Nonce nonce = nonces.current(at(0));
    assertThat(nonce.toString()).doesNotContain(Long.toString(nonce.value()));
    assertThat(nonce.key().toString()).isEqualTo("NodeKey[160 bits]");
  }
}
