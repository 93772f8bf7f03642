package org.roam6.interop.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.AsRoot;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tests of this module on a kernel that has mobility support of its own, which the kernel of this machine may not have:
 * in user-mode-linux, with the modules loaded that most of Roam6's users have.
 */
@AsRoot
final class OnMobilityKernelTest {

  private static final Path ROOT = Path.of(System.getProperty("roam6.root"));
  private static final String MODULES = "mip6 ip6_tunnel xfrm_user";
  private static final String SECONDS = "900";

  /** By packets that Roam6 answers in place of the kernel, and by what runs on the kernel's own support. */
  private static final List<String> CLASSES =
      List.of(
          "org.roam6.interop.linux.KernelAnswersTest",
          "org.roam6.interop.linux.SignallingShieldTest",
          "org.roam6.interop.RawPacketsTest",
          "org.roam6.interop.daemon.KernelMobilityTest",
          "org.roam6.interop.hostile.HostilePacketsTest");

  @TestFactory
  Stream<DynamicTest> passThereToo(@TempDir Path folder) throws IOException, InterruptedException {
    Path file = folder.resolve("results.json");
    Path output = folder.resolve("output");
    int status =
        new ProcessBuilder(command(file))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    assertThat(status).as("what the guest said: %s", Files.readString(output)).isZero();
    List<GuestResult> results = JsonMapper.shared().readValue(file.toFile(), new TypeReference<>() {});
    // A class that is not found, or has nothing to run there, would pass unseen.
    assertThat(results.stream().map(GuestResult::testClass).collect(Collectors.toSet())).hasSameElementsAs(CLASSES);
    return results.stream()
        .map(result -> dynamicTest(result.test(), () -> assertThat(result.failure()).isEmpty()));
  }

  private static List<String> command(Path results) {
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    java.addAll(List.of("-Droam6.root=" + ROOT, "-Droam6.root.required=true"));
    java.addAll(List.of("-cp", Objects.requireNonNull(System.getProperty("java.class.path"))));
    java.addAll(List.of(GuestTests.class.getName(), results.toString()));
    java.addAll(CLASSES);
    return List.of(
        ROOT.resolve("dev").toString(), "vm", "--modules", MODULES, "--timeout", SECONDS, String.join(" ", java));
  }
}
