package org.roam6.daemon.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.roam6.protocol.Memory;

/**
 * A journal of what roles remember: a line for each item, the last one of a key counts. Lines are appended without
 * waiting for the disk, so that no handover does: they survive the end of the process however it comes, and a power cut
 * as far as the kernel had written them. For one thread.
 */
public final class Storage implements AutoCloseable {

  private static final String SCHEMA = "{\"schema\":\"roam6.memory/1\"}";
  /** The journal is written anew when it has so many lines more than there are items. */
  private static final int MOST_SUPERSEDED = 10_000;
  private static final long LONGEST_FILE = 64L << 20;

  private final Path file;
  private final Consumer<String> warnings;
  private final Map<Memory.Key, Memory> items = new LinkedHashMap<>();
  private Optional<FileChannel> journal = Optional.empty();
  private int superseded;

  private Storage(Path file, Consumer<String> warnings) {
    this.file = file;
    this.warnings = warnings;
  }

  /**
   * Opens a journal, which need not be there yet. Where that cannot be, a warning says what is lost and what cures it,
   * and nothing is kept.
   *
   * @param file the journal
   * @param warnings takes what an operator should know
   */
  public static Storage open(Path file, Consumer<String> warnings) {
    Storage storage = new Storage(file, warnings);
    try {
      storage.load();
      storage.checkUnused();
      storage.rewrite();
    } catch (IOException failure) {
      storage.giveUp(failure);
    }
    return storage;
  }

  /** What is remembered, the oldest first. */
  public List<Memory> items() {
    return List.copyOf(items.values());
  }

  private void load() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    boolean tooLong = Files.size(file) > LONGEST_FILE;
    List<String> lines = tooLong ? List.of() : new String(Files.readAllBytes(file), UTF_8).lines().toList();
    if (!lines.isEmpty() && lines.getFirst().equals(SCHEMA)) {
      int damaged = 0;
      for (String line : lines.subList(1, lines.size())) {
        Optional<Memory> item = MemoryLine.read(line);
        item.ifPresent(known -> items.put(known.key(), known));
        damaged += item.isEmpty() ? 1 : 0;
      }
      if (damaged > 0) {
        warnings.accept(damaged + " of " + (lines.size() - 1) + " lines of " + file + " are damaged and left out");
      }
    } else if (tooLong || !lines.isEmpty()) {
      Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      warnings.accept(file + " is not what Roam6 remembers; it is " + aside + " now, and nothing is remembered");
    }
  }

  private void checkUnused() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (FileChannel existing = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = existing.tryLock()) {
      if (lock == null) {
        throw new IOException("another Roam6 uses it");
      }
    }
  }

  /** Writes the journal anew, with a line for each item. */
  private void rewrite() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    FileChannel channel =
        FileChannel.open(
            next,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      StringBuilder text = new StringBuilder(SCHEMA).append('\n');
      items.values().forEach(item -> text.append(MemoryLine.write(item)).append('\n'));
      write(channel, text.toString());
      channel.force(true);
      channel.lock();
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
    closeJournal();
    journal = Optional.of(channel);
    superseded = 0;
  }

  private static void write(FileChannel channel, String text) throws IOException {
    ByteBuffer octets = ByteBuffer.wrap(text.getBytes(UTF_8));
    while (octets.hasRemaining()) {
      channel.write(octets);
    }
  }

  /** Keeps {@code item}, in place of one with an equal key. */
  public void remember(Memory item) {
    superseded += items.put(item.key(), item) == null ? 0 : 1;
    try {
      if (journal.isPresent()) {
        write(journal.get(), MemoryLine.write(item) + "\n");
        if (superseded > MOST_SUPERSEDED) {
          rewrite();
        }
      }
    } catch (IOException failure) {
      giveUp(failure);
    }
  }

  private void giveUp(IOException failure) {
    journal = Optional.empty();
    warnings.accept(
        "cannot keep " + file + ": " + failure
            + "; after a restart bindings, sequence numbers and accepted timestamps are unknown"
            + "\n  cure: make its folder writable, or name another one by 'state-folder'");
  }

  private void closeJournal() throws IOException {
    if (journal.isPresent()) {
      journal.get().close();
      journal = Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    if (journal.isPresent()) {
      journal.get().force(false);
    }
    closeJournal();
  }
}
