package org.roam6.linux.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.roam6.linux.survey.HostSurvey.Part;

/** What is said of parts of the kernel, tried with such as each kernel has. */
final class HostSurveyTest {

  private static final String NOT_BUILT_IN = "CONFIG_OF_NOTHING";

  @Test
  void aPartThatTheKernelShowsIsLoaded() {
    // The kernel's own settings stand among those of its modules.
    assertThat(HostSurvey.part("kernel", NOT_BUILT_IN)).isEqualTo(Part.LOADED);
  }

  @Test
  void aPartThatTheConfigurationHasIsBuiltIn() {
    assumeTrue(
        Files.isReadable(Path.of("/proc/config.gz"))
            || Files.isReadable(Path.of("/boot/config-" + HostSurvey.kernelVersion())),
        "the configuration of this kernel is not to be found");
    assertThat(HostSurvey.part("no_module_at_all", "CONFIG_NET")).isEqualTo(Part.BUILT_IN);
  }

  @Test
  void whatIsNeitherIsAbsent() {
    assertThat(HostSurvey.part("no_module_at_all", NOT_BUILT_IN)).isEqualTo(Part.ABSENT);
    // The beginning of another name, which has more behind it.
    assertThat(HostSurvey.part("no_module_at_all", "CONFIG_NE")).isEqualTo(Part.ABSENT);
  }
}
