package org.roam6.interop.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.interop.OnRealKernel;
import org.roam6.linux.abi.Socket;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.namespace.ThrowAwayThread;
import org.roam6.linux.nftables.SignallingShield;

/** A kernel with mobility support answers bad Mobility Headers itself, and the shield keeps it from doing so. */
@OnRealKernel
@Tag("mobility-kernel")
final class KernelAnswersTest {

  private static final int IPPROTO_MOBILITY = 135;
  private static final String WRONG_PAYLOAD_PROTOCOL = "3a" + "01" + "0500" + "0000" + "0001c000000101020000";
  private static final String TOO_SHORT = "3b" + "00" + "0500" + "0000" + "0001";

  @Test
  void kernelHasMobilitySupport() {
    assertThat(Path.of("/sys/module/mip6")).matches(Files::exists);
    assertThat(Path.of("/sys/module/ip6_tunnel")).matches(Files::exists);
  }

  @ParameterizedTest
  @ValueSource(strings = {WRONG_PAYLOAD_PROTOCOL, TOO_SHORT})
  void itsAnswerToABadMobilityHeaderIsKeptBack(String header) throws IOException {
    byte[] payload = HexFormat.of().parseHex(header);
    assertThat(ThrowAwayThread.inNewNetwork(() -> answers(payload))).as("without shield").isTrue();
    assertThat(ThrowAwayThread.inNewNetwork(() -> {
      try (SignallingShield _ = SignallingShield.open(List.of(), List.of())) {
        return answers(payload);
      }
    })).as("with shield").isFalse();
  }

  /** The kernel looks at them for a raw socket, such as another program's. */
  private static boolean answers(byte[] payload) throws IOException {
    int other = Libc.system().socket(Socket.AF_INET6, Socket.SOCK_RAW | Socket.SOCK_CLOEXEC, IPPROTO_MOBILITY);
    try (Neighborhood neighborhood = Neighborhood.create()) {
      return neighborhood.answers(IPPROTO_MOBILITY, payload);
    } finally {
      Libc.system().close(other);
    }
  }
}
