package org.roam6.daemon.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file of lines that grows at its end and is locked as long as it is open. It is read through the channel that holds
 * the lock: on Linux a process gives its locks up when it closes any other channel of the same file.
 */
final class Journal implements AutoCloseable {

  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_LINE = BUFFER;

  private final FileChannel channel;

  private Journal(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes a line, and where it begins. */
  @FunctionalInterface
  interface LineReader {
    void line(long position, String text) throws IOException;
  }

  /** A file that is there. */
  static Journal open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Journal journal = new Journal(channel);
    if (channel.tryLock() == null) {
      journal.close();
      throw new IOException("another Roam6 uses it");
    }
    return journal;
  }

  /** A new file that only its owner may read, in place of one that may be there. */
  static Journal create(Path file) throws IOException {
    Files.deleteIfExists(file);
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    channel.lock();
    return new Journal(channel);
  }

  /** Appends a line, and waits for the kernel but not for the disk. */
  void append(String line) throws IOException {
    ByteBuffer octets = ByteBuffer.wrap((line + "\n").getBytes(UTF_8));
    while (octets.hasRemaining()) {
      channel.write(octets);
    }
  }

  /** Appends what {@code other} has between two positions. */
  void append(Journal other, long from, long to) throws IOException {
    for (long position = from; position < to; ) {
      position += other.channel.transferTo(position, to - position, channel);
    }
  }

  /** Octets. */
  long length() throws IOException {
    return channel.size();
  }

  /** Waits until the disk has all of it. */
  void force() throws IOException {
    channel.force(true);
  }

  /** The file has another name from now on, in place of another file. */
  static void rename(Path file, Path to) throws IOException {
    Files.move(file, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Reads the lines up to {@code end}; the last one need not be ended. One that is too long comes cut off. */
  void read(long end, LineReader reader) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    byte[] line = new byte[LONGEST_LINE];
    int length = 0;
    long begin = 0;
    for (long position = 0; position < end; ) {
      buffer.clear().limit((int) Math.min(BUFFER, end - position));
      int read = channel.read(buffer, position);
      if (read < 0) {
        break;
      }
      buffer.flip();
      while (buffer.hasRemaining()) {
        byte octet = buffer.get();
        position++;
        if (octet == '\n') {
          reader.line(begin, new String(line, 0, length, UTF_8));
          length = 0;
          begin = position;
        } else if (length < LONGEST_LINE) {
          line[length++] = octet;
        }
      }
    }
    if (length > 0) {
      reader.line(begin, new String(line, 0, length, UTF_8));
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
