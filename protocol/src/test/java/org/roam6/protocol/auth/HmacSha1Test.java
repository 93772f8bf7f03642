package org.roam6.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.roam6.wire.Octets;

class HmacSha1Test {

  @Test
  void knownAnswersOfRfc2202() {
    assertMac(Octets.ofHex("0b".repeat(20)), "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00");
    assertMac(text("Jefe"), "what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  }

  private static void assertMac(Octets key, String message, String mac) {
    HmacSha1 function = new HmacSha1(key.toByteArray());
    assertThat(Octets.of(function.of(text(message).toByteArray()))).isEqualTo(Octets.ofHex(mac));
  }

  private static Octets text(String text) {
    return Octets.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void itIsTheOneOfTheRuntimeForAllLengths() throws GeneralSecurityException {
    Random random = new Random(1);
    for (int length = 0; length < 300; length++) {
      byte[] key = new byte[1 + length % HmacSha1.LONGEST_KEY];
      byte[] message = new byte[length];
      random.nextBytes(key);
      random.nextBytes(message);
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      HmacSha1 function = new HmacSha1(key);
      function.of(new byte[] {1, 2, 3});
      assertThat(function.of(message)).isEqualTo(mac.doFinal(message));
    }
  }

  @Test
  void aKeyThatWouldHaveToBeHashedIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new HmacSha1(new byte[65]));
  }

  @Test
  void itsTextDoesNotShowTheKey() {
    assertThat(new HmacSha1(new byte[] {1}).toString()).isEqualTo("HmacSha1[key not shown]");
  }
}
