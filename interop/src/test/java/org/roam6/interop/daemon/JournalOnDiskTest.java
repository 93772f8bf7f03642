package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.daemon.storage.Storage;
import org.roam6.protocol.Memory;
import org.roam6.protocol.auth.NtpTimestamp;

/**
 * No power cut leaves less than the journal before: a new one is on the disk before it takes the name. The Java virtual
 * machine tells what was asked of the disk, and in which order.
 */
final class JournalOnDiskTest {

  private static final String FORCE = "force";
  private static final String RENAME = "move";
  private static final String TRACED = "sun.nio.ch.FileChannelImpl::force;java.nio.file.Files::move";
  /** More than a mebibyte of lines, and less than two: the journal is written anew once. */
  private static final int LINES = 15_000;

  @TempDir private Path folder;

  private interface Body {
    void run() throws IOException;
  }

  private List<String> calls(Body body) throws IOException {
    Path file = folder.resolve("calls.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.MethodTrace").with("filter", TRACED);
      recording.start();
      body.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .sorted(Comparator.comparing(RecordedEvent::getStartTime))
        .map(event -> event.<RecordedMethod>getValue("method").getName())
        .toList();
  }

  private Storage open() {
    return Storage.open(folder.resolve("mn.memory"), warning -> {
      throw new AssertionError(warning);
    });
  }

  private static Memory item(int i) {
    return new Memory.AcceptedTimestamp(1000, "mn@example.org", new NtpTimestamp(i));
  }

  @Test
  void aJournalIsOnTheDiskBeforeItTakesThePlaceOfTheOneBeforeAndAtTheEnd() throws IOException {
    open().close();
    assertThat(calls(() -> open().close())).containsExactly(FORCE, RENAME, FORCE);
  }

  @Test
  void soIsOneThatIsWrittenAnew() throws IOException {
    Storage storage = open();
    List<String> calls = calls(() -> {
      for (int i = 0; i < LINES; i++) {
        storage.remember(item(i));
      }
      storage.close();
    });
    assertThat(calls).containsExactly(FORCE, RENAME, FORCE);
  }
}
