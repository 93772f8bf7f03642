package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.check.PathWatch.NONCE;
import static org.roam6.sim.check.Watch.CARE_OF;
import static org.roam6.sim.network.SmallNetwork.at;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;

/** RFC 6275 12: a token that a mobile node uses for longer than MAX_TOKEN_LIFETIME, 210 seconds, is noticed. */
class TokensAreFreshTest {

  private final PathWatch network = new PathWatch(each -> new TokensAreFresh(each.paths));

  private void asks(Duration lifetime, Time now) {
    network.asks(network.update(1, CARE_OF, lifetime), now);
  }

  @Test
  void aRunningNetworkKeepsIt() {
    network.live();
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void anOldHomeTokenIsNoticed() {
    network.gotHomeToken(NONCE, at(1));
    network.gotCareOfToken(NONCE, CARE_OF, at(100));
    asks(Duration.ofSeconds(40), at(211));
    assertThat(network.violations()).isEmpty();
    asks(Duration.ofSeconds(40), at(212));
    assertThat(network.violations())
        .containsExactly(
            new Violation(
                "tokens-are-fresh",
                "mn uses a token for " + network.home + " of nonce 7 that it got at 1.0 s",
                at(212)));
  }

  @Test
  void anOldCareOfTokenIsNoticed() {
    network.gotCareOfToken(NONCE, CARE_OF, at(1));
    network.gotHomeToken(NONCE, at(100));
    asks(Duration.ofSeconds(40), at(212));
    assertThat(network.violations())
        .extracting(Violation::what)
        .containsExactly("mn uses a token for " + CARE_OF + " of nonce 7 that it got at 1.0 s");
  }

  // RFC 6275 5.2.6: the care-of keygen token is not used to delete a binding
  @Test
  void toDeleteABindingTheCareOfTokenIsNotUsed() {
    network.gotCareOfToken(NONCE, CARE_OF, at(1));
    network.gotHomeToken(NONCE, at(100));
    asks(Duration.ZERO, at(212));
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void aTokenThatItNeverGotIsOfNoUseAnyway() {
    asks(Duration.ofSeconds(40), at(212));
    assertThat(network.violations()).isEmpty();
  }
}
