package org.roam6.daemon.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.roam6.protocol.Memory;

/**
 * A journal of what roles remember: a line for each item, the last one of a key counts. Lines are appended without
 * waiting for the disk, so that no handover does: they survive the end of the process however it comes, and a power cut
 * as far as the kernel had written them. Nothing of it is kept in memory: as soon as the file is much longer than it
 * would have to be it is written anew, by a thread of its own.
 *
 * <p>For one thread.
 */
public final class Storage implements AutoCloseable {

  private static final String SCHEMA = "{\"schema\":\"roam6.memory/1\"}";
  private static final long LONGEST_FILE = 4L << 30;
  /** The file is written anew when it is twice as long as it was then, and so many octets more. */
  private static final long SLACK = 1 << 20;
  /** The end of a journal that is copied while nothing can be appended. */
  private static final long SHORT_REST = 1 << 16;
  /** Registrations are left out when they are over for so long: the clock may be a little wrong. */
  private static final Duration KEPT_AFTER_EXPIRY = Duration.ofHours(1);

  private final Path file;
  private final Consumer<String> warnings;
  private final Object lock = new Object();
  // Used by the thread that writes the file anew, too, and so under the lock.
  private Optional<Journal> journal = Optional.empty();
  private long lengthWhenNew;
  private long recalled;
  private Optional<Thread> writingAnew = Optional.empty();

  private Storage(Path file, Consumer<String> warnings) {
    this.file = file;
    this.warnings = warnings;
  }

  /**
   * Opens a journal, which need not be there yet. Where that cannot be, a warning says what is lost and what cures it,
   * and nothing is kept.
   *
   * @param file the journal
   * @param warnings takes what an operator should know, from any thread
   */
  public static Storage open(Path file, Consumer<String> warnings) {
    Storage storage = new Storage(file, warnings);
    try {
      storage.begin();
    } catch (IOException failure) {
      storage.giveUp(failure);
    }
    return storage;
  }

  private void begin() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    if (Files.exists(file)) {
      // Before anything else: who has the file may be writing the next one. And until the next one has its name.
      try (Journal before = Journal.open(file)) {
        begin(Optional.of(before));
      }
    } else {
      begin(Optional.empty());
    }
  }

  private void begin(Optional<Journal> before) throws IOException {
    Journal next = Journal.create(next());
    try {
      next.append(SCHEMA);
      if (before.isPresent()) {
        takeOver(before.get(), next);
      }
      next.force();
      Journal.rename(next(), file);
    } catch (IOException failure) {
      next.close();
      throw failure;
    }
    journal = Optional.of(next);
    lengthWhenNew = next.length();
    recalled = lengthWhenNew;
  }

  private Path next() {
    return file.resolveSibling(file.getFileName() + ".new");
  }

  private void takeOver(Journal before, Journal next) throws IOException {
    long length = before.length();
    if (length == 0) {
      return;
    }
    if (length > LONGEST_FILE || !hasSchema(before)) {
      Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      warnings.accept(file + " is not what Roam6 remembers; it is " + aside + " now, and nothing is remembered");
      return;
    }
    Lines lines = copyNewest(before, length, next);
    if (lines.damaged > 0) {
      warnings.accept(lines.damaged + " of " + lines.all + " lines of " + file + " are damaged and left out");
    }
  }

  private static boolean hasSchema(Journal journal) throws IOException {
    List<String> first = new ArrayList<>();
    journal.read(SCHEMA.length() + 1, (_, line) -> first.add(line));
    return first.getFirst().equals(SCHEMA);
  }

  /** What was found in a journal, its first line apart. */
  private static final class Lines {
    private long all;
    private long damaged;
  }

  /** Appends the newest line of each key among those up to {@code end} to {@code next}. */
  private static Lines copyNewest(Journal from, long end, Journal next) throws IOException {
    Lines lines = new Lines();
    NewestLines newest = new NewestLines();
    from.read(
        end,
        (position, line) -> {
          if (position > 0) {
            Optional<Memory> item = MemoryLine.read(line);
            item.ifPresent(known -> newest.put(known.key(), position));
            lines.all++;
            lines.damaged += item.isEmpty() ? 1 : 0;
          }
        });
    Instant oldest = Instant.now().minus(KEPT_AFTER_EXPIRY);
    from.read(
        end,
        (position, line) -> {
          Optional<Memory> item = position > 0 ? MemoryLine.read(line) : Optional.empty();
          if (item.filter(known -> newest.isAt(known.key(), position) && !isOver(known, oldest)).isPresent()) {
            next.append(line);
          }
        });
    return lines;
  }

  private static boolean isOver(Memory item, Instant oldest) {
    return item instanceof Memory.HomeRegistration registration && registration.expiry().isBefore(oldest);
  }

  /** Shows what an earlier run remembered; what is remembered meanwhile is not shown. */
  public void recall(Consumer<Memory> receiver) {
    try {
      Optional<Journal> present = journal();
      if (present.isPresent()) {
        present.get().read(recalled, (_, line) -> MemoryLine.read(line).ifPresent(receiver));
      }
    } catch (IOException failure) {
      giveUp(failure);
    }
  }

  private Optional<Journal> journal() {
    synchronized (lock) {
      return journal;
    }
  }

  /** Keeps {@code item}, in place of one with an equal key. */
  public void remember(Memory item) {
    try {
      synchronized (lock) {
        if (journal.isPresent()) {
          journal.get().append(MemoryLine.write(item));
          if (journal.get().length() > 2 * lengthWhenNew + SLACK && writingAnew.isEmpty()) {
            Journal present = journal.get();
            writingAnew = Optional.of(Thread.ofPlatform().name("journal").start(() -> writeAnew(present)));
          }
        }
      }
    } catch (IOException failure) {
      giveUp(failure);
    }
  }

  private void writeAnew(Journal present) {
    try {
      Journal next = Journal.create(next());
      try {
        writeAnew(present, next);
      } catch (IOException failure) {
        next.close();
        throw failure;
      }
      present.close();
    } catch (IOException failure) {
      warnings.accept("cannot write " + file + " anew, and so it grows: " + failure);
    }
    synchronized (lock) {
      writingAnew = Optional.empty();
    }
  }

  private void writeAnew(Journal present, Journal next) throws IOException {
    long copied = present.length();
    synchronized (lock) {
      // Where this fails it is tried again when the file has grown once more as much.
      lengthWhenNew = copied;
    }
    next.append(SCHEMA);
    copyNewest(present, copied, next);
    for (long end = present.length(); end - copied > SHORT_REST; end = present.length()) {
      next.append(present, copied, end);
      copied = end;
    }
    next.force();
    synchronized (lock) {
      next.append(present, copied, present.length());
      Journal.rename(next(), file);
      journal = Optional.of(next);
      lengthWhenNew = next.length();
    }
  }

  private void giveUp(IOException failure) {
    synchronized (lock) {
      journal = Optional.empty();
    }
    warnings.accept(
        "cannot keep " + file + ": " + failure
            + "; after a restart bindings, sequence numbers and accepted timestamps are unknown"
            + "\n  cure: make its folder writable, or name another one by 'state-folder'");
  }

  @Override
  public void close() throws IOException {
    Optional<Thread> writer;
    synchronized (lock) {
      writer = writingAnew;
    }
    try {
      if (writer.isPresent()) {
        writer.get().join();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    Optional<Journal> last = journal();
    if (last.isPresent()) {
      last.get().force();
      last.get().close();
    }
  }
}
