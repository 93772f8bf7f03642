package org.roam6.lab.demo;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.lab.Lab;
import org.roam6.linux.abi.Clocks;
import org.roam6.linux.host.EventLoop;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.linux.raw.LinkCapture;
import org.roam6.wire.pcapng.PcapngWriter;

/** Writes what goes over each link to a file of its own, on one thread for all. */
final class LinkRecorder implements AutoCloseable {

  /** Octets of a frame that are kept: all headers, and signalling whole. */
  private static final int KEPT = 256;

  /** Octets of a file at most; what comes after is not kept. */
  private static final long LONGEST_FILE = 64L << 20;

  private static final int FRAMES_PER_TURN = 64;

  private final EventLoop loop;
  private final List<Recording> recordings = new ArrayList<>();
  private final Thread thread;

  private LinkRecorder(EventLoop loop) {
    this.loop = loop;
    this.thread = Thread.ofPlatform().daemon().name("recorder").unstarted(this::run);
  }

  /** Begins to record all links of a lab to {@code FOLDER/LINK.pcapng}. */
  static LinkRecorder start(Lab lab, Path folder) throws IOException {
    LinkRecorder recorder = new LinkRecorder(EventLoop.open());
    for (String link : lab.description().links()) {
      Recording recording = new Recording(lab.capture(link), link, folder.resolve(link + ".pcapng"));
      recorder.recordings.add(recording);
      recorder.loop.onReadable(recording.capture.descriptor(), recording::take);
    }
    recorder.thread.start();
    return recorder;
  }

  private void run() {
    try {
      loop.run();
    } catch (SystemCallException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Recording {
    private final LinkCapture capture;
    private final OutputStream out;
    private final PcapngWriter writer;
    private long written;

    Recording(LinkCapture capture, String link, Path file) throws IOException {
      this.capture = capture;
      this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
      this.writer = new PcapngWriter(out);
      writer.addInterface(link, PcapngWriter.LINK_TYPE_ETHERNET);
    }

    void take() {
      try {
        Optional<ByteBuffer> frame = capture.read();
        for (int i = 0; i < FRAMES_PER_TURN && frame.isPresent(); i++) {
          write(frame.get());
          frame = capture.read();
        }
        frame.ifPresent(this::write);
      } catch (UncheckedIOException full) {
        written = LONGEST_FILE;
      }
    }

    private void write(ByteBuffer frame) {
      int length = frame.remaining();
      frame.limit(Math.min(KEPT, length));
      written += frame.remaining();
      if (written < LONGEST_FILE) {
        try {
          writer.writePacket(0, Libc.system().clockGettime(Clocks.CLOCK_REALTIME), frame, length);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    void close() throws IOException {
      capture.close();
      out.close();
    }
  }

  @Override
  public void close() throws IOException {
    loop.stop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Recording recording : recordings) {
      recording.close();
    }
    loop.close();
  }
}
