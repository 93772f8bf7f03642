package org.roam6.linux.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.linux.survey.Programs.Program;

/** Processes as {@code /proc} shows them, in a folder that looks like it. */
class ProgramsTest {

  private static final String HERE = "net:[4026531840]";

  @TempDir private Path processes;

  @BeforeEach
  void processes() throws IOException {
    process("17", HERE, "radvd", "/usr/sbin/radvd\0-C\0/etc/other.conf\0--username=radvd\0");
    process("18", "net:[4026532000]", "mip6d", "mip6d\0");
    process("19", HERE, "kthreadd", "");
    Files.createDirectory(processes.resolve("20"));
    Files.createDirectory(processes.resolve("sys"));
  }

  private void process(String number, String namespace, String name, String words) throws IOException {
    Path folder = Files.createDirectories(processes.resolve(number));
    Files.createSymbolicLink(Files.createDirectory(folder.resolve("ns")).resolve("net"), Path.of(namespace));
    Files.writeString(folder.resolve("comm"), name + "\n");
    Files.writeString(folder.resolve("cmdline"), words);
  }

  @Test
  void thoseOfTheNamespaceAreFound() {
    assertThat(new Programs(processes).in(HERE)).extracting(Program::name).containsExactly("radvd", "kthreadd");
  }

  @Test
  void theirCommandLinesAreTakenApart() {
    Program radvd = new Programs(processes).in(HERE).getFirst();
    assertThat(radvd.option("--config", "-C")).contains("/etc/other.conf");
    assertThat(radvd.option("--username")).contains("radvd");
    assertThat(radvd.option("-p")).isEmpty();
  }

  @Test
  void theirFilesAreThoseThatTheySee() throws IOException {
    Path settings = Files.createDirectories(processes.resolve("17/root/etc"));
    Files.writeString(settings.resolve("other.conf"), "interface eth0 {};");
    Program radvd = new Programs(processes).in(HERE).getFirst();
    assertThat(radvd.file("/etc/other.conf")).contains("interface eth0 {};");
    assertThat(radvd.file("/etc/none.conf")).isEmpty();
  }

  @Test
  void nothingIsFoundWhereNothingCanBeSeen() {
    assertThat(new Programs(processes.resolve("none")).in(HERE)).isEmpty();
  }
}
