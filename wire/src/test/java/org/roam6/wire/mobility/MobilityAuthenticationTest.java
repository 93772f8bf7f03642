package org.roam6.wire.mobility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.wire.Octets;

class MobilityAuthenticationTest {

  private static final Octets CODE = Octets.ofHex("ab".repeat(12));

  @Test
  void theMacCoversTheHeaderUpToTheSpiWithAChecksumOfZero() {
    MobilityHeader.authenticated(update(), 1, 256, 12, octets -> {
      assertThat(octets).isEqualTo(Octets.ofHex("3b03 0500 0000 0001 c000 0001 00 0911 01 00000100"));
      return CODE;
    });
  }

  @Test
  void theAuthenticationOptionEndsTheHeader() {
    for (int octets = 0; octets < 16; octets++) {
      MobilityOption before = new UnknownMobilityOption(200, Octets.of(new byte[octets]));
      MobilityHeader header = MobilityHeader.authenticated(update(before), 1, 256, 12, _ -> CODE);
      assertThat(header.message().options().getLast()).isEqualTo(new MessageAuthentication(1, 256, CODE));
    }
  }

  @Test
  void aCodeOfAnotherLengthThanPromisedIsRefused() {
    assertThatThrownBy(() -> MobilityHeader.authenticated(update(), 1, 256, 20, _ -> CODE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MobilityHeader.authenticated(update(), 1, 256, 13, _ -> CODE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatStandsBehindTheOptionIsNotAuthenticated() {
    MessageAuthentication authentication = new MessageAuthentication(1, 256, CODE);
    assertThat(header(authentication).octetsToAuthenticate(1)).isPresent();
    assertThat(header(authentication, PadN.ofLength(8)).octetsToAuthenticate(1)).isPresent();
    assertThat(header(authentication, new NonceIndices(1, 2)).octetsToAuthenticate(1)).isEmpty();
    assertThat(header(authentication, new UnknownMobilityOption(35, Octets.EMPTY)).octetsToAuthenticate(1)).isEmpty();
    assertThat(header(authentication, authentication).octetsToAuthenticate(1)).isEmpty();
  }

  @Test
  void anOptionForTheAaaServerMayFollowTheOneForTheHomeAgent() {
    MessageAuthentication homeAgent = new MessageAuthentication(1, 256, CODE);
    MobilityHeader header = header(homeAgent, new MessageAuthentication(2, 3, CODE));
    assertThat(header.octetsToAuthenticate(1)).isEqualTo(header(homeAgent).octetsToAuthenticate(1)
        .map(octets -> Octets.ofHex("3b06" + octets.toHex().substring(4))));
    assertThat(header.octetsToAuthenticate(2).orElseThrow().length()).isEqualTo(7 * 8 - 12);
    assertThat(header.octetsToAuthenticate(3)).isEmpty();
  }

  @Test
  @Tag("R6275-047")
  void bindingAuthorizationDataFollowedByAnythingAuthorizesNothing() {
    BindingAuthorizationData data = new BindingAuthorizationData(CODE);
    assertThat(header(data).octetsToAuthorize()).isPresent();
    assertThat(header(data, PadN.ofLength(8)).octetsToAuthorize()).isEmpty();
    assertThat(header().octetsToAuthorize()).isEmpty();
  }

  private static BindingUpdate update(MobilityOption... options) {
    return new BindingUpdate(1, true, true, false, false, 0, 1, List.of(options));
  }

  private static MobilityHeader header(MobilityOption... options) {
    return MobilityHeader.of(update(options));
  }
}
