package org.roam6.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HostConfigurationTest {

  private static final Path SOCKET = Path.of("/run/x.sock");

  @Test
  void takesTheIndentationOfTheLabFileAway() {
    String text = "\n\n      router:\n        interfaces:\n\n          eth0: {}\n";

    assertThat(HostConfiguration.complete(text, SOCKET))
        .isEqualTo("control-socket: /run/x.sock\nrouter:\n  interfaces:\n\n    eth0: {}\n");
  }

  @Test
  void addsTheControlSocketToAMappingInBraces() {
    assertThat(HostConfiguration.complete("\n     {router: {}}\n", SOCKET))
        .isEqualTo("{control-socket: /run/x.sock, router: {}}\n");
  }
}
