package org.roam6.interop.dissection;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.roam6.interop.Descriptors;
import org.roam6.linux.raw.LinkCapture;
import org.roam6.wire.Octets;
import org.roam6.wire.pcapng.PcapngWriter;

/** Keeps the signalling of links in a file, each link by a thread of its own, but for what a test forged. */
final class SignallingCapture implements AutoCloseable {

  /** How long a thread may go on after the end: no frame is awaited longer. */
  private static final int POLL_MILLISECONDS = 50;
  private static final int LONGEST_MESSAGE = 2048;
  private static final long NANOS = 1_000_000_000L;

  private final BufferedOutputStream out;
  private final PcapngWriter writer;
  private final int wire;
  private final Set<Octets> forged = new HashSet<>();
  private final List<Ear> ears = new ArrayList<>();
  private int frames;

  SignallingCapture(Path file) throws IOException {
    out = new BufferedOutputStream(Files.newOutputStream(file));
    writer = new PcapngWriter(out);
    wire = writer.addInterface("links", PcapngWriter.LINK_TYPE_ETHERNET);
  }

  /** Follows a link until {@link Ear#close}, or until the end. */
  Ear follow(LinkCapture capture) {
    Ear ear = new Ear(capture);
    synchronized (this) {
      ears.add(ear);
    }
    ear.start();
    return ear;
  }

  /** Leaves out a message, whose octets stand behind all other headers: it need not be well-formed. */
  synchronized void leaveOut(Octets message) {
    forged.add(message);
  }

  private void keep(ByteBuffer frame) {
    Optional<Octets> message = frame.limit() <= LONGEST_MESSAGE ? SignallingFrame.message(frame) : Optional.empty();
    if (message.isPresent()) {
      write(frame, message.get());
    }
  }

  private synchronized void write(ByteBuffer frame, Octets message) {
    if (forged.contains(message)) {
      return;
    }
    Instant now = Instant.now();
    try {
      writer.writePacket(wire, now.getEpochSecond() * NANOS + now.getNano(), frame);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    frames++;
  }

  /** Ends all, and tells how many frames were kept. */
  int finish() throws IOException {
    List<Ear> open;
    synchronized (this) {
      open = List.copyOf(ears);
    }
    open.forEach(Ear::close);
    out.flush();
    return frames;
  }

  @Override
  public void close() throws IOException {
    finish();
    out.close();
  }

  /** Listens to one link. */
  final class Ear extends Thread implements AutoCloseable {
    private final LinkCapture capture;
    private volatile boolean ending;

    private Ear(LinkCapture capture) {
      super("dissection");
      this.capture = capture;
      setDaemon(true);
    }

    @Override
    public void run() {
      try (capture) {
        boolean last = false;
        while (!last) {
          last = ending;
          if (Descriptors.awaitReadable(capture.descriptor(), last ? 0 : POLL_MILLISECONDS)) {
            readAll();
          }
        }
      }
    }

    private void readAll() {
      for (Optional<ByteBuffer> frame = capture.read(); frame.isPresent(); frame = capture.read()) {
        keep(frame.get());
      }
    }

    /** Returns as soon as all is kept that has passed before. */
    @Override
    public void close() {
      ending = true;
      try {
        join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
