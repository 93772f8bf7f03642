package org.roam6.interop.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.cli.ExitStatus;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.Program;
import org.roam6.interop.TestNamespace;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code roam6 demo --sim} as somebody who may do nothing, in a namespace where nothing is. */
@OnRealKernel
@Timeout(90)
final class UnprivilegedDemoTest {

  private static final int NOBODY = 65534;
  private static final int PATIENCE_SECONDS = 60;
  private static final List<String> STARTER =
      List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--no-new-privs");

  @TempDir private Path folder;

  private Path folder(String name, String permissions) throws IOException {
    Path made = Files.createDirectory(folder.resolve(name));
    return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(permissions));
  }

  /** The class path where everybody may read it: the original may be in root's own folder. */
  private String readableClassPath() throws IOException {
    Path classes = folder("classes", "rwxr-xr-x");
    List<String> copies = new ArrayList<>();
    for (String entry : List.of(Program.classPath().split(File.pathSeparator))) {
      Path original = Path.of(entry);
      Path copy = classes.resolve(copies.size() + "-" + original.getFileName());
      if (Files.exists(original)) {
        copy(original, copy);
        copies.add(copy.toString());
      }
    }
    return String.join(File.pathSeparator, copies);
  }

  private static void copy(Path original, Path copy) throws IOException {
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(original.relativize(file).toString());
        Files.copy(file, target);
        String permissions = Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--";
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(permissions));
      }
    }
  }

  @Test
  void leavesItsResult() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path results = folder("results", "rwxrwxrwx").resolve("out");
    List<String> command = new ArrayList<>(STARTER);
    List<String> arguments = List.of("demo", "--sim", "--out", results.toString());
    command.addAll(Program.command("command.options", readableClassPath(), arguments));
    try (TestNamespace namespace = new TestNamespace()) {
      Process demo = namespace.background(String.join(" ", command));
      try {
        // What it says fits into a pipe.
        assertThat(demo.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        String story = new String(demo.getInputStream().readAllBytes(), UTF_8);
        assertThat(demo.exitValue()).as(story).isEqualTo(ExitStatus.OK);
      } finally {
        demo.destroyForcibly();
      }
    }
    Path result = results.resolve("result.json");
    assertThat(Files.getAttribute(result, "unix:uid")).isEqualTo(NOBODY);
    JsonNode document = JsonMapper.shared().readTree(Files.readString(result));
    assertThat(document.path("schema").asString()).isEqualTo("roam6.demo/1");
    assertThat(document.path("simulated").asBoolean()).isTrue();
    assertThat(document.path("moves")).hasSize(12);
  }
}
