package org.roam6.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of the kernel's events are those of a virtual machine that was resumed. */
class ResumeEventsTest {

  private static final String PATH = "/devices/platform/VMGENCTR:00";

  private static String event(String... settings) {
    return String.join("\0", List.of(settings)) + "\0";
  }

  @Test
  void aNewGenerationIsOne() {
    assertThat(
            ResumeEvents.isResume(
                event("change@" + PATH, "ACTION=change", "DEVPATH=" + PATH, "NEW_VMGENID=1", "SEQNUM=2205")))
        .isTrue();
  }

  @Test
  void otherChangesAreNone() {
    String other = event("change@" + PATH, "ACTION=change", "DEVPATH=" + PATH, "SEQNUM=7");
    assertThat(ResumeEvents.isResume(other)).isFalse();
    assertThat(ResumeEvents.isResume(event("add@/devices/virtual/net/x", "INTERFACE=NEW_VMGENID=1"))).isFalse();
    assertThat(ResumeEvents.isResume("")).isFalse();
  }
}
