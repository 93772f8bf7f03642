package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.CorrespondentScene.PEER;
import static org.roam6.protocol.mobilenode.Scenario.ETH0;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.Scenario.HOME_AGENT;
import static org.roam6.protocol.mobilenode.Scenario.ROAM0;
import static org.roam6.protocol.mobilenode.TestRouter.HOME;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_B;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.roam6.protocol.Desired.WantedDirectPath;
import org.roam6.protocol.Desired.WantedTunnel;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.Event.Way;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.BindingManagementKey;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot.Whereabouts;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.icmp.ParameterProblem;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingError;
import org.roam6.wire.mobility.BindingRefreshRequest;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTest;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTest;
import org.roam6.wire.mobility.HomeTestInit;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityMessage;

/** Whatever correspondent nodes, and those who claim to be one, say in whatever order: some things always hold. */
class CorrespondentPropertyTest {

  private static final int EVENTS = 400;
  private static final List<TestRouter> ROUTERS = List.of(HOME, VISITED_A, VISITED_B);
  private static final List<Integer> STATUSES =
      List.of(0, 0, 0, 0, 0, 0, 1, 128, 129, 130, 132, 133, 135, 136, 137, 138, 174);
  private static final List<Way> WAYS =
      List.of(Way.TUNNEL_SENT, Way.TUNNEL_RECEIVED, Way.DIRECT_SENT, Way.DIRECT_RECEIVED);
  // As many as there are: whoever is forgotten gets other sequence numbers.
  private static final int CORRESPONDENTS = 31;
  private static final RouteOptimizationLimits LIMITS =
      new RouteOptimizationLimits(
          CORRESPONDENTS, Duration.ofMinutes(1), Duration.ofSeconds(40), Duration.ofSeconds(10));

  /** One run. */
  private static final class Run {
    final Random random;
    final CorrespondentScene scene =
        new CorrespondentScene(
            new RouteOptimizationPolicy(RouteOptimizationPolicy.EVERYONE.with(), List.of(), LIMITS));
    final Scenario scenario = scene.scenario;
    final List<Ipv6Packet> inFlight = new ArrayList<>();
    final Map<Class<?>, List<Time>> times = new HashMap<>();
    final List<BindingUpdate> updates = new ArrayList<>();
    /** For which care-of addresses the correspondent node has had a binding. */
    final Set<Ipv6Address> proven = new HashSet<>();

    Run(long seed) {
      this.random = new Random(seed);
    }

    void go() {
      for (int i = 0; i < EVENTS; i++) {
        happen();
        check();
      }
    }

    /** Sources are checked at once: they have to be right at the moment. */
    void note(List<Effect> effects) {
      for (Ipv6Packet packet : Scenario.updatePackets(effects)) {
        inFlight.add(packet);
        if (packet.header().destination().equals(PEER)) {
          MobilityMessage message = Scenario.mobilityHeader(packet).message();
          times.computeIfAbsent(message.getClass(), _ -> new ArrayList<>()).add(scenario.now());
          if (message instanceof BindingUpdate update) {
            updates.add(update);
          }
        }
      }
    }

    void happen() {
      TestRouter router = ROUTERS.get(random.nextInt(ROUTERS.size()));
      switch (random.nextInt(20)) {
        case 0 -> note(scenario.plug());
        case 1 -> note(scenario.unplug());
        case 2 -> note(scenario.hear(router));
        case 3 -> note(scenario.moveTo(router));
        case 4, 5 -> slowly(random.nextInt(400));
        case 6 -> slowly(random.nextInt(4) == 0 ? random.nextInt(300_000) : random.nextInt(2000));
        case 7, 8, 9, 10, 11, 12, 13 -> answer();
        case 14, 15, 16 -> traffic();
        case 17 -> error();
        default -> disturb();
      }
    }

    /** So that each message has the time at which it was sent. */
    void slowly(int milliseconds) {
      Time end = scenario.now().plus(Duration.ofMillis(milliseconds));
      while (scenario.now().isBefore(end)) {
        Time next = Time.earlier(end, scenario.node.nextDeadline());
        note(scenario.pass(next.since(scenario.now()).isPositive() ? next.since(scenario.now()) : Duration.ZERO));
        if (!next.isBefore(end)) {
          return;
        }
      }
    }

    void answer() {
      if (inFlight.isEmpty()) {
        return;
      }
      Ipv6Packet packet = inFlight.remove(random.nextInt(4) == 0 ? 0 : inFlight.size() - 1);
      MobilityMessage message = Scenario.mobilityHeader(packet).message();
      if (packet.header().destination().equals(HOME_AGENT) && message instanceof BindingUpdate update) {
        note(scenario.acknowledge(update, packet.header().source()));
      } else if (message instanceof HomeTestInit init) {
        note(
            scene.receive(
                new HomeTest(1, init.cookie(), CorrespondentScene.HOME_TOKEN, List.of()),
                CorrespondentScene.arrival(random.nextInt(4) == 0 ? ETH0 : ROAM0, HOME_ADDRESS, Optional.empty())));
      } else if (message instanceof CareOfTestInit init) {
        note(
            scene.receive(
                new CareOfTest(2, init.cookie(), CorrespondentScene.CARE_OF_TOKEN, List.of()),
                CorrespondentScene.arrival(ETH0, packet.header().source(), Optional.empty())));
      } else if (message instanceof BindingUpdate update) {
        acknowledge(update, packet.header().source());
      }
    }

    void acknowledge(BindingUpdate update, Ipv6Address source) {
      int status = STATUSES.get(random.nextInt(STATUSES.size()));
      int sequence = status == 135 ? random.nextInt(65_536) : update.sequenceNumber();
      int lifetime = random.nextInt(4) == 0 ? random.nextInt(20) : update.lifetimeUnits();
      BindingManagementKey key = CorrespondentScene.key(update);
      Ipv6Address authorized = update.lifetimeUnits() == 0 ? HOME_ADDRESS : source;
      MobilityHeader header =
          key.authorize(
              new BindingAcknowledgement(status, false, 0, sequence, lifetime, List.of()), authorized, PEER);
      if (status < 128) {
        proven.add(source);
      }
      note(
          scene.receive(
              header,
              CorrespondentScene.arrival(
                  ETH0, source, source.equals(HOME_ADDRESS) ? Optional.empty() : Optional.of(HOME_ADDRESS))));
    }

    void traffic() {
      Way way = WAYS.get(random.nextInt(WAYS.size()));
      Ipv6Address stranger = Ipv6Address.parse("2001:db8:e::" + random.nextInt(CORRESPONDENTS - 1));
      Ipv6Address peer = random.nextInt(5) == 0 ? stranger : PEER;
      if (way == Way.DIRECT_RECEIVED && !updates.isEmpty()) {
        scenario.node.snapshot(scenario.now()).careOfAddress().ifPresent(proven::add);
      }
      note(scene.seen(peer, way));
    }

    void error() {
      if (!inFlight.isEmpty()) {
        Ipv6Packet quoted = inFlight.get(random.nextInt(inFlight.size()));
        note(
            scenario.handle(
                new Event.ErrorReceived(
                    CorrespondentScene.arrival(ETH0, quoted.header().source(), Optional.empty()),
                    new ParameterProblem(random.nextInt(3), random.nextInt(60), quoted.encode()))));
      }
    }

    void disturb() {
      Ipv6Address here = scenario.node.snapshot(scenario.now()).careOfAddress().orElse(HOME_ADDRESS);
      MobilityMessage message =
          switch (random.nextInt(4)) {
            case 0 -> new BindingError(1, HOME_ADDRESS, List.of());
            case 1 -> new BindingError(2, HOME_ADDRESS, List.of());
            case 2 -> new BindingRefreshRequest(List.of());
            default -> new HomeTest(1, random.nextLong(), random.nextLong(), List.of());
          };
      note(scene.receive(message, CorrespondentScene.arrival(ETH0, here, Optional.empty())));
      if (random.nextInt(8) == 0) {
        note(scenario.handle(new Event.AddressChanged(ETH0, here, AddressState.DUPLICATE)));
      }
    }

    void check() {
      MobileNodeSnapshot snapshot = scenario.node.snapshot(scenario.now());
      assertThat(scenario.node.nextDeadline().isBefore(scenario.now())).as("deadlines are kept").isFalse();
      assertThat(snapshot.correspondents()).as("correspondents are bounded").hasSizeLessThanOrEqualTo(CORRESPONDENTS);
      for (WantedDirectPath wanted : scenario.wished(WantedDirectPath.class)) {
        assertThat(snapshot.whereabouts()).as("direct paths only while away").isEqualTo(Whereabouts.AWAY);
        assertThat(snapshot.careOfAddress()).as("from where the node is").contains(wanted.path().careOfAddress());
        assertThat(scenario.wished(WantedTunnel.class)).as("with a tunnel to fall back to").hasSize(1);
        assertThat(wanted.path().key().correspondent()).as("to the one that has the binding").isEqualTo(PEER);
        assertThat(proven).as("known there").contains(wanted.path().careOfAddress());
      }
    }

    void checkMessages() {
      for (List<Time> sent : times.values()) {
        for (int i = 3; i < sent.size(); i++) {
          assertThat(sent.get(i).since(sent.get(i - 3)))
              .as("at most MAX_UPDATE_RATE messages of a kind in a second")
              .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
      }
      for (int i = 1; i < updates.size(); i++) {
        int ahead =
            Math.floorMod(updates.get(i).sequenceNumber() - updates.get(i - 1).sequenceNumber(), 65_536);
        assertThat(ahead).as("sequence numbers only grow").isBetween(1, 32_768);
      }
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 150);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Tag("R6275-212")
  @Tag("R6275-255")
  @Tag("R6275-264")
  void invariantsHold(long seed) {
    Run run = new Run(seed);
    run.go();
    run.checkMessages();
  }
}
