package org.roam6.lab.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.roam6.lab.Lab;
import org.roam6.lab.LabFailure;
import org.roam6.lab.LabFailure.Kind;
import org.roam6.lab.Switchboard;
import org.roam6.lab.file.LabHost;
import org.roam6.linux.namespace.NetworkNamespace;

/** Moves the mobile node of the campus about, with Roam6 and without. */
public final class Demo {

  private static final String MOBILE_NODE = "mn";
  private static final String HOME = "home";
  private static final List<String> VISITED = List.of("visited-a", "visited-b");
  private static final int MOVES_AMONG_VISITED = 10;

  static final String HOME_ADDRESS = "2001:db8:1::100";
  static final int HOME_PREFIX_LENGTH = 64;
  private static final String CORRESPONDENT_ADDRESS = "2001:db8:c::2";
  private static final int DATAGRAM_PORT = 6275;
  private static final int TRANSFER_PORT = 6276;

  private static final long TRANSFER_OCTETS = 64L << 20;
  private static final long TRANSFER_PACE = 5L << 20;

  private static final Duration BETWEEN_MOVES = Duration.ofMillis(1100);

  /** For so long after its acknowledgement a move may still cost datagrams. */
  private static final Duration AFTERMATH = Duration.ofMillis(100);

  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final Duration START = Duration.ofSeconds(20);

  private final Report report;
  private final Path folder;

  /**
   * A demo.
   *
   * @param out takes the time line
   * @param folder where the result and the packets go
   */
  public Demo(PrintWriter out, Path folder) {
    this.report = new Report(out);
    this.folder = folder;
  }

  /**
   * Runs the demo, in the namespaces that {@link Isolation} made.
   *
   * @param campus the file {@code campus.yaml}
   * @return whether the connection held and nothing of it was damaged
   */
  public boolean run(Path campus) throws IOException, LabFailure, InterruptedException {
    Isolation.prepare();
    Files.createDirectories(folder);
    report.line("Building the campus: a home link, two links to visit, a correspondent, one router ...");
    Lab lab = Lab.up(campus);
    Thread tidyUp = new Thread(() -> tidyUp(lab));
    Runtime.getRuntime().addShutdownHook(tidyUp);
    try (LinkRecorder _ = LinkRecorder.start(lab, folder)) {
      limitRetransmissions(lab);
      List<Move> moves = new ArrayList<>();
      Transfer.Outcome transfer = withRoam6(lab, moves);
      report.line("\nThe same without Roam6 on the mobile node and at home ...");
      int broken = new ControlRun(lab, report).connectionsBroken();
      DemoResult result = new DemoResult(moves, transfer, broken);
      Files.writeString(folder.resolve("result.json"), result.json());
      report.table(result);
      report.line("Result and packets: " + folder);
      return result.isGood();
    } finally {
      Runtime.getRuntime().removeShutdownHook(tidyUp);
      keepLogs(lab);
      lab.down();
    }
  }

  private void keepLogs(Lab lab) throws IOException {
    for (LabHost host : lab.description().hosts()) {
      Path log = lab.folder().log(host.name());
      if (Files.exists(log)) {
        Files.copy(log, folder.resolve(host.name() + ".log"), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void tidyUp(Lab lab) {
    try {
      lab.down();
    } catch (IOException | InterruptedException e) {
      System.err.println("roam6: " + e);
    }
  }

  /**
   * A connection that nothing can be heard of breaks after twelve seconds instead of a quarter of an hour, with Roam6
   * and without, so that the demo need not wait so long.
   */
  private static void limitRetransmissions(Lab lab) throws IOException, LabFailure {
    for (String host : List.of(MOBILE_NODE, "cn")) {
      lab.namespace(host).call(
          () -> Files.writeString(Path.of("/proc/sys/net/ipv4/tcp_retries2"), "5"));
    }
  }

  private Transfer.Outcome withRoam6(Lab lab, List<Move> moves)
      throws IOException, LabFailure, InterruptedException {
    NetworkNamespace correspondent = lab.namespace("cn");
    NetworkNamespace mobileNode = lab.namespace(MOBILE_NODE);
    try (NoticeStream notices = NoticeStream.open(lab.folder().controlSocket(MOBILE_NODE));
        DatagramStream stream =
            DatagramStream.start(
                correspondent,
                at(CORRESPONDENT_ADDRESS, DATAGRAM_PORT),
                mobileNode,
                at(HOME_ADDRESS, DATAGRAM_PORT),
                DatagramStream.EACH_MILLISECOND);
        Switchboard switchboard = lab.switchboard()) {
      awaitArrivals(stream);
      try (Transfer transfer =
          Transfer.start(correspondent, mobileNode, at(HOME_ADDRESS, TRANSFER_PORT), TRANSFER_OCTETS, TRANSFER_PACE)) {
        report.line("A TCP transfer and a datagram each millisecond go to " + HOME_ADDRESS + ".\n");
        report.head();
        Mover mover = new Mover(notices, stream, switchboard);
        mover.settle(System.nanoTime());
        String from = HOME;
        for (int i = 0; i <= MOVES_AMONG_VISITED; i++) {
          String to = VISITED.get(i % VISITED.size());
          moves.add(mover.move(i == 0 ? Move.Kind.LEAVE : Move.Kind.VISITED, from, to));
          from = to;
        }
        moves.add(mover.move(Move.Kind.RETURN, from, HOME));
        return transfer.finish(PATIENCE.multipliedBy(2));
      }
    }
  }

  static InetSocketAddress at(String address, int port) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(address), port);
  }

  private static void awaitArrivals(DatagramStream stream) throws LabFailure {
    long deadline = System.nanoTime() + START.toNanos();
    while (stream.record().arrivalCount() < 100) {
      if (System.nanoTime() - deadline > 0) {
        throw new LabFailure(Kind.FAILED, "nothing reaches the mobile node at home after " + START.toSeconds() + " s");
      }
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
  }

  /** Makes moves and tells what was seen of each. */
  private final class Mover {
    private final NoticeStream notices;
    private final DatagramStream stream;
    private final Switchboard switchboard;

    Mover(NoticeStream notices, DatagramStream stream, Switchboard switchboard) {
      this.notices = notices;
      this.stream = stream;
      this.switchboard = switchboard;
    }

    Move move(Move.Kind kind, String from, String to) throws IOException, InterruptedException {
      long start = System.nanoTime();
      switchboard.replug(MOBILE_NODE + ".eth0", to);
      Optional<NoticeStream.Told> completion =
          notices.await(Move.completion(kind), start, start + PATIENCE.toNanos());
      settle(start);
      long end = System.nanoTime();
      long done = completion.map(notice -> notice.at() + AFTERMATH.toNanos()).orElse(end);
      Move move =
          new Move(
              kind, from, to, start, end, notices.since(start), stream.record().longestPause(start, done),
              stream.record().lost(start, end - BETWEEN_MOVES.toNanos() / 10));
      report.move(move);
      return move;
    }

    /** Waits until datagrams arrive again, and a second since the last move is over. */
    void settle(long start) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      int before = stream.record().arrivalCount();
      while (stream.record().arrivalCount() < before + 100 && deadline - System.nanoTime() > 0) {
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      }
      long next = start + BETWEEN_MOVES.toNanos();
      while (next - System.nanoTime() > 0) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }
}
