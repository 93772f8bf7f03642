package org.roam6.interop.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.roam6.interop.OnRealKernel;

/** In a user namespace of its own a program has root's name but none of root's rights over the machine. */
@OnRealKernel
final class UserNamespaceTest {

  @Test
  void theKernelTakesEverythingFromAPlainUserToo() throws IOException {
    Process program = new ProcessBuilder(
            "unshare", "--user", "--map-root-user", "--net", "--mount",
            ProcessHandle.current().info().command().orElseThrow(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
            InUserNamespace.class.getName())
        .redirectErrorStream(true)
        .start();
    String told = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(told).startsWith("works in user:")
        .doesNotContain(Files.readSymbolicLink(Path.of("/proc/self/ns/user")).toString());
  }
}
