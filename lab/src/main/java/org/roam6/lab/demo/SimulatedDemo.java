package org.roam6.lab.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.roam6.lab.demo.NoticeStream.Told;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Time;
import org.roam6.sim.link.LinkQuality;
import org.roam6.sim.network.Network;
import org.roam6.sim.network.Settings;
import org.roam6.sim.network.Topology;
import org.roam6.sim.network.Topology.HostPlan;
import org.roam6.sim.network.Topology.Kind;
import org.roam6.sim.plan.NoticeKind;
import org.roam6.sim.workload.Flow;
import org.roam6.sim.workload.Traffic;
import org.roam6.sim.workload.TrafficListener;
import org.roam6.sim.world.Observer;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.sim.world.World;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The story of the demo on the simulator: the same protocol code and the same campus, on any system and without root.
 */
public final class SimulatedDemo {

  private static final String MOBILE_NODE = "mn";
  private static final String HOME = "home";
  private static final List<String> VISITED = List.of("visited-a", "visited-b");
  private static final int MOVES_AMONG_VISITED = 10;
  private static final Duration BETWEEN_MOVES = Duration.ofSeconds(3);
  private static final Duration AFTERMATH = Duration.ofMillis(100);
  /** As long as a frame takes on the demo's cables, and the machines at their ends. */
  private static final Duration DELAY = Duration.ofMillis(1);

  private final Report report;
  private final Path folder;

  /**
   * A demo.
   *
   * @param out takes the time line
   * @param folder where the result goes
   */
  public SimulatedDemo(PrintWriter out, Path folder) {
    this.report = new Report(out);
    this.folder = folder;
  }

  /**
   * Runs the demo.
   *
   * @return whether the mobile node was reached after each move, and without Roam6 after none
   */
  public boolean run() throws IOException {
    Files.createDirectories(folder);
    report.line("Simulating the campus: a home link, two links to visit, a correspondent, one router.");
    report.line("A datagram each millisecond goes to the home address of mn. Times are virtual.\n");
    report.head();
    List<Move> moves = new Campus(Kind.MOBILE_NODE, Kind.HOME_AGENT).play(report);
    report.gaps(moves);
    report.line("\nThe same without Roam6 on the mobile node and at home ...");
    long arrivals = new Campus(Kind.PLAIN, Kind.PLAIN).arrivalsAfterLeaving();
    report.line("Without Roam6: " + arrivals + " datagrams arrive after mn has left home");
    Path result = folder.resolve("result.json");
    Files.writeString(result, json(moves, arrivals));
    report.line("Result: " + result);
    return arrivals == 0 && moves.stream().allMatch(Move::isComplete);
  }

  private static String json(List<Move> moves, long arrivalsWithout) {
    ObjectNode document =
        JsonMapper.shared().createObjectNode().put("schema", "roam6.demo/1").put("simulated", true);
    DemoResult.putMoves(document, moves);
    document.putObject("control").put("datagrams_after_leaving", arrivalsWithout);
    return document.toPrettyString() + "\n";
  }

  /** The campus, with Roam6 or without. */
  private static final class Campus implements Observer, TrafficListener {
    private final World world = new World(1, 0);
    private final Traffic traffic;
    private final List<Told> told = new ArrayList<>();
    private final DatagramRecord datagrams = new DatagramRecord();

    Campus(Kind mobileNode, Kind homeAgent) {
      List<HostPlan> hosts =
          List.of(
              new HostPlan("core", Kind.ROUTER, List.of(HOME, "visited-a", "visited-b", "correspondents")),
              new HostPlan("ha", homeAgent, List.of(HOME)),
              new HostPlan(MOBILE_NODE, mobileNode, List.of(HOME)),
              new HostPlan("cn", Kind.PLAIN, List.of("correspondents")));
      Topology topology = new Topology(List.of(HOME, "visited-a", "visited-b", "correspondents"), hosts);
      Network network =
          Network.build(world, topology, Settings.DEFAULT.withQuality(LinkQuality.perfect(DELAY)));
      world.observe(this);
      traffic = new Traffic(network, List.of(new Flow("cn", MOBILE_NODE, Duration.ofMillis(1))));
      traffic.listen(this);
      world.startAll();
      traffic.start(Duration.ofSeconds(1));
      world.runUntil(Time.ZERO.plus(BETWEEN_MOVES));
    }

    List<Move> play(Report report) {
      List<Move> moves = new ArrayList<>();
      String from = HOME;
      for (int i = 0; i <= MOVES_AMONG_VISITED; i++) {
        String to = VISITED.get(i % VISITED.size());
        moves.add(move(i == 0 ? Move.Kind.LEAVE : Move.Kind.VISITED, from, to));
        report.move(moves.getLast());
        from = to;
      }
      moves.add(move(Move.Kind.RETURN, from, HOME));
      report.move(moves.getLast());
      return moves;
    }

    long arrivalsAfterLeaving() {
      long before = datagrams.arrivalCount();
      plug(VISITED.getFirst());
      world.runUntil(world.now().plus(BETWEEN_MOVES));
      return datagrams.arrivalCount() - before;
    }

    private void plug(String link) {
      world.move(world.port(MOBILE_NODE, Network.MOBILE_INTERFACE), world.link(link), false);
    }

    private Move move(Move.Kind kind, String from, String to) {
      long start = world.now().nanos();
      plug(to);
      world.runUntil(world.now().plus(BETWEEN_MOVES));
      long end = world.now().nanos();
      List<Told> meanwhile = told.stream().filter(each -> each.at() >= start).toList();
      long done =
          meanwhile.stream()
              .filter(each -> Move.completion(kind).contains(each.kind()))
              .mapToLong(Told::at)
              .findFirst()
              .orElse(end);
      return new Move(
          kind, from, to, start, end, meanwhile, datagrams.longestPause(start, done + AFTERMATH.toNanos()),
          datagrams.lost(start, end - AFTERMATH.toNanos()));
    }

    @Override
    public void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {
      for (Effect effect : effects) {
        if (host.name().equals(MOBILE_NODE) && effect instanceof Effect.Notify(Notice notice)) {
          told.add(new Told(now.nanos(), NoticeKind.of(notice)));
        }
      }
    }

    @Override
    public void sent(Flow flow, long number, Time now) {
      datagrams.sent(now.nanos());
    }

    @Override
    public void arrived(Flow flow, long number, Time now) {
      datagrams.arrived(Math.toIntExact(number - 1), now.nanos());
    }
  }
}
