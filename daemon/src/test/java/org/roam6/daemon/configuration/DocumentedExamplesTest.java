package org.roam6.daemon.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in docs/configuration.md must be right, since people begin by copying them. */
class DocumentedExamplesTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeKey() throws IOException {
    Path key = folder.resolve("mn.key");
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, "000102030405060708090a0b0c0d0e0f\n");
  }

  @Test
  void areAllValid() throws IOException {
    String page =
        Files.readString(Path.of(System.getProperty("roam6.root"), "docs", "configuration.md"));
    List<String> examples =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(page)
            .results()
            .map((MatchResult each) -> each.group(1))
            .toList();

    assertThat(examples).hasSizeGreaterThanOrEqualTo(4);
    assertThat(examples)
        .allSatisfy(
            each ->
                assertThat(ConfigurationFile.parse("example", each, folder))
                    .isInstanceOf(Reading.Valid.class));
  }
}
