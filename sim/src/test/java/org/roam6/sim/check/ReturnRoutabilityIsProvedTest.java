package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.check.PathWatch.NONCE;
import static org.roam6.sim.check.Watch.CARE_OF;
import static org.roam6.sim.check.Watch.OTHER_CARE_OF;
import static org.roam6.sim.network.SmallNetwork.at;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.protocol.correspondent.CorrespondentNotice.BindingDeleted;
import org.roam6.protocol.forwarding.DirectPath.Side;
import org.roam6.wire.Octets;

/** A binding of a correspondent node for which one of the proofs is missing is noticed. */
class ReturnRoutabilityIsProvedTest {

  private static final Duration LIFETIME = Duration.ofSeconds(100);

  private final PathWatch network = new PathWatch(each -> new ReturnRoutabilityIsProved(each.paths));
  private final Octets update = network.update(1, CARE_OF, LIFETIME);

  private void deletes(Octets because, Time now) {
    network.watch.handles(
        network.correspondent(),
        Watch.received(because),
        now,
        Watch.notice(new BindingDeleted(network.key(Side.CORRESPONDENT))),
        network.noPath(Side.CORRESPONDENT));
  }

  private void isNoticed(String what) {
    assertThat(network.violations())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.checker()).isEqualTo("return-routability-is-proved");
              assertThat(found.what())
                  .startsWith(network.peer + " changes its binding of " + network.home + " ")
                  .contains(what);
            });
  }

  @Test
  void aRunningNetworkKeepsIt() {
    network.live();
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void whoGotBothTokensAndSentTheUpdateMayHaveTheBinding() {
    network.gotTokens(CARE_OF, at(1));
    network.asks(update, at(2));
    network.grants(update, CARE_OF, LIFETIME, at(3));
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void anUpdateThatTheMobileNodeDidNotSendIsNoticed() {
    network.gotTokens(CARE_OF, at(1));
    network.grants(update, CARE_OF, LIFETIME, at(3));
    isNoticed("by something that the mobile node did not send, or not again");
  }

  @Test
  void anUpdateThatCountsTwiceIsNoticed() {
    network.gotTokens(CARE_OF, at(1));
    network.asks(update, at(2));
    network.grants(update, CARE_OF, LIFETIME, at(3));
    network.grants(update, CARE_OF, LIFETIME, at(4));
    isNoticed("by something that the mobile node did not send, or not again");
  }

  @Test
  void whoDidNotGetTheHomeTokenIsNoticed() {
    network.gotCareOfToken(NONCE, CARE_OF, at(1));
    network.asks(update, at(2));
    network.grants(update, CARE_OF, LIFETIME, at(3));
    isNoticed("and no token for " + network.home + " of nonce " + NONCE + " came there");
  }

  @Test
  void whoGotTheCareOfTokenAtAnotherAddressIsNoticed() {
    network.gotTokens(OTHER_CARE_OF, at(1));
    network.asks(update, at(2));
    network.grants(update, CARE_OF, LIFETIME, at(3));
    isNoticed("and no token for " + CARE_OF + " of nonce " + NONCE + " came there");
  }

  @Test
  void aBindingForAnotherAddressThanTheSourceIsNoticed() {
    network.gotTokens(CARE_OF, at(1));
    network.gotCareOfToken(NONCE, OTHER_CARE_OF, at(1));
    network.asks(update, at(2));
    network.grants(update, OTHER_CARE_OF, LIFETIME, at(3));
    isNoticed("for " + OTHER_CARE_OF + ", asked for from " + CARE_OF);
  }

  // RFC 6275 12: MAX_NONCE_LIFETIME, 240 seconds
  @Test
  void aNonceThatIsTooOldIsNoticed() {
    network.gotHomeToken(NONCE, at(1));
    network.asks(network.update(1, CARE_OF, Duration.ZERO), at(241));
    deletes(network.update(1, CARE_OF, Duration.ZERO), at(241));
    assertThat(network.violations()).isEmpty();
    network.asks(network.update(2, CARE_OF, Duration.ZERO), at(242));
    deletes(network.update(2, CARE_OF, Duration.ZERO), at(242));
    isNoticed("with nonce 7, which was first used at 1.0 s");
  }

  // RFC 6275 5.2.6: the care-of keygen token is not needed to delete a binding
  @Test
  void theHomeTokenIsEnoughToDeleteABindingAndNothingIsNot() {
    Octets deletion = network.update(2, CARE_OF, Duration.ZERO);
    network.asks(deletion, at(2));
    deletes(deletion, at(3));
    isNoticed("and no token for " + network.home);
    network.gotHomeToken(NONCE, at(4));
    network.asks(deletion, at(5));
    deletes(deletion, at(6));
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void tokensOfAnEarlierRunOfTheCorrespondentNodeAreNone() {
    network.small.world.startAll();
    network.gotTokens(CARE_OF, at(1));
    network.small.world.stop(network.correspondent(), true);
    network.small.world.start(network.correspondent(), true);
    network.gotCareOfToken(NONCE, CARE_OF, at(2));
    network.asks(update, at(3));
    network.grants(update, CARE_OF, LIFETIME, at(4));
    isNoticed("and no token for " + network.home);
  }
}
