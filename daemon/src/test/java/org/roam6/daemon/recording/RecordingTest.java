package org.roam6.daemon.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Host;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Node;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.homeagent.HomeAgent;
import org.roam6.protocol.homeagent.HomeAgentConfig;
import org.roam6.protocol.mobilenode.MobileNode;
import org.roam6.protocol.router.Router;
import org.roam6.sim.network.Network;
import org.roam6.sim.network.Settings;
import org.roam6.sim.network.Topology;
import org.roam6.sim.network.Topology.HostPlan;
import org.roam6.sim.network.Topology.Kind;
import org.roam6.sim.plan.PlanMaker;
import org.roam6.sim.run.Simulation;
import org.roam6.sim.world.Observer;
import org.roam6.sim.world.Roles;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.sim.world.World;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.MessageAuthentication;
import org.roam6.wire.mobility.MobilityHeader;

/** What is recorded of roles can be replayed, and tells nothing of their keys. */
class RecordingTest {

  private static final Ipv6Address ADDRESS = Ipv6Address.parse("2001:db8::1");

  private record Happened(Event event, Time at) {}

  /** What happened to one host of a simulated network, which moves, is attacked, and comes home. */
  private static final class History implements Observer {
    private final String host;
    private final List<Happened> happened = new ArrayList<>();

    History(String host) {
      this.host = host;
    }

    @Override
    public void handled(SimulatedHost of, Event event, List<Effect> effects, Time now) {
      if (of.name().equals(host)) {
        happened.add(new Happened(event, now));
      }
    }
  }

  static Stream<Arguments> hosts() {
    return Stream.of("ha", "mn1", "core").flatMap(host -> Stream.of(2L, 11L, 42L).map(seed -> arguments(host, seed)));
  }

  private static List<String> record(Roles.Config config, Randomness randomness, List<Happened> happened) {
    List<String> lines = new ArrayList<>();
    Recorder recorder =
        new Recorder(
            line -> lines.add(line.get()),
            config.homeAgent().stream().toList(),
            config.mobileNode(),
            Optional.empty(),
            config.router());
    Randomness watched = recorder.watch(randomness);
    List<Node> roles = new ArrayList<>();
    config.homeAgent().ifPresent(role -> roles.add(new HomeAgent(role, watched)));
    config.mobileNode().ifPresent(role -> roles.add(new MobileNode(role, watched)));
    config.router().ifPresent(role -> roles.add(new Router(role, watched)));
    Node node = recorder.watch(new Host(roles));
    happened.forEach(each -> node.handle(each.event(), each.at()));
    return lines;
  }

  private static List<String> recordingOf(String host, long seed) {
    Simulation simulation = new Simulation(PlanMaker.of(seed));
    History history = new History(host);
    simulation.observe(history);
    simulation.run();
    Roles.Config config = simulation.network().world().host(host).config();
    return record(config, simulation.network().world().randomness("test"), history.happened);
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void theRolesDoTheSameAgain(String host, long seed) {
    List<String> lines = recordingOf(host, seed);
    assertThat(lines).hasSizeGreaterThan(20);
    assertThat(Replay.of(lines.iterator()))
        .isInstanceOfSatisfying(
            Replay.Same.class,
            same -> {
              assertThat(same.events()).isEqualTo(lines.size() - 1);
              assertThat(same.torn()).isEmpty();
            });
  }

  @Test
  void whatWasAcceptedIsAcceptedAgain() {
    Replay.Same same = (Replay.Same) Replay.of(recordingOf("ha", 2).iterator());
    assertThat(same.timeline()).anyMatch(line -> line.contains(" is at "));
  }

  private static Network campus() {
    Topology topology =
        new Topology(
            List.of("home", "visited"),
            List.of(
                new HostPlan("core", Kind.ROUTER, List.of("home", "visited")),
                new HostPlan("ha", Kind.HOME_AGENT, List.of("home")),
                new HostPlan("mn", Kind.MOBILE_NODE, List.of("visited"))));
    return Network.build(new World(1, 0), topology, Settings.DEFAULT);
  }

  /** Neither a key nor anything that was made with one, as a guess could be tried on it. */
  @Test
  void nothingTellsOfTheKeys() {
    Network network = campus();
    History history = new History("ha");
    List<Octets> authenticators = new ArrayList<>();
    network.world().observe(history);
    network
        .world()
        .observe(
            new Observer() {
              @Override
              public void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {
                if (event instanceof Event.PacketReceived received) {
                  authenticatorOf(received.packet()).ifPresent(authenticators::add);
                }
              }
            });
    network.world().startAll();
    network.world().runUntil(Time.ZERO.plus(Duration.ofSeconds(5)));
    Roles.Config config = network.homeAgent().config();
    String recording = String.join("\n", record(config, network.world().randomness("x"), history.happened));

    assertThat(authenticators).hasSizeGreaterThanOrEqualTo(2);
    assertThat(authenticators).allSatisfy(each -> assertThat(recording).doesNotContain(each.toHex()));
    HomeAgentConfig role = config.homeAgent().orElseThrow();
    assertThat(((Security.Authenticated) role.security()).associations())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(recording).doesNotContain(each.key().octets().toHex()));
    assertThat(recording).contains(" is at ");
  }

  private static Optional<Octets> authenticatorOf(Octets octets) {
    return Ipv6Packet.decode(octets) instanceof Value<Ipv6Packet>(Ipv6Packet packet)
            && packet.protocol() == IpProtocol.MOBILITY
            && MobilityHeader.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination())
                instanceof Value<MobilityHeader>(MobilityHeader header)
        ? header.message().option(MessageAuthentication.class).map(MessageAuthentication::authenticationData)
        : Optional.empty();
  }

  /** A damaged message may hold what was made with a key, too. */
  @Test
  void damagedMessagesKeepNoAuthenticator() {
    Network network = campus();
    Security security = network.homeAgent().config().homeAgent().orElseThrow().security();
    Disguise disguise = new Disguise(Stream.of(security), new SecureRandom());
    Octets header = Octets.ofHex("3b030500ffff00010000000103030000" + "c0ffee00c0ffee00c0ffee00c0ffee00");
    Octets packet = Ipv6Packet.of(ADDRESS, ADDRESS, 64, IpProtocol.MOBILITY, header).encode();
    assertThat(disguise.packet(packet).toHex()).doesNotContain("c0ffee00c0ffee00c0ffee00");
  }

  @Test
  void anotherOutcomeIsTold() {
    List<String> lines = recordingOf("ha", 2);
    int granted =
        (int) lines.stream().takeWhile(line -> !line.contains("\"WantedTunnel\"")).count();
    lines.set(granted, lines.get(granted).replaceFirst("\"bindingId\":0", "\"bindingId\":1"));
    assertThat(Replay.of(lines.iterator()))
        .isInstanceOfSatisfying(
            Replay.Different.class, different -> assertThat(different.line()).isEqualTo(granted + 1));
  }

  @Test
  void damageIsToldWithItsLine() {
    List<String> lines = recordingOf("core", 2);
    String last = lines.removeLast();
    lines.add(last.substring(0, last.length() / 2));
    assertThat(Replay.of(lines.iterator()))
        .isInstanceOfSatisfying(Replay.Same.class, same -> assertThat(same.torn()).isPresent());

    lines.set(5, "(3 lines left out: the log was too slow)");
    assertThat(Replay.of(lines.iterator()))
        .isInstanceOfSatisfying(Replay.Unreadable.class, damage -> assertThat(damage.line()).isEqualTo(6));

    lines.remove(5);
    assertThat(Replay.of(lines.iterator()))
        .isInstanceOfSatisfying(
            Replay.Unreadable.class, damage -> assertThat(damage.message()).contains("lines are missing"));

    assertThat(Replay.of(List.<String>of().iterator())).isInstanceOf(Replay.Unreadable.class);
    assertThat(Replay.of(List.of("{\"schema\":\"roam6.recording/9\"}").iterator()))
        .isInstanceOfSatisfying(
            Replay.Unreadable.class, damage -> assertThat(damage.message()).contains("roam6.recording/1"));
    assertThat(Replay.of(List.of("garbage").iterator())).isInstanceOf(Replay.Unreadable.class);
  }

  @Test
  void everyKindOfEventHasAForm() {
    RecordJson json = RecordJson.reader();
    List<Event> events =
        List.of(
            new Event.DeadlineReached(),
            new Event.WallClockSet(-5),
            new Event.Stopping(),
            new Event.Recalled(new Memory.UsedSequenceNumbers(ADDRESS, ADDRESS, new SequenceNumber(65_535))),
            new Event.Recalled(
                new Memory.HomeRegistration(
                    ADDRESS, ADDRESS, new SequenceNumber(1), Lifetime.LONGEST, true, Instant.ofEpochSecond(5, 7))),
            new Event.LinkChanged(
                Network.MOBILE_INTERFACE,
                Event.LinkPresence.NO_CARRIER,
                LinkLayerAddress.parse("02:00:00:00:00:01"),
                1500),
            new Event.AddressChanged(Network.MOBILE_INTERFACE, ADDRESS, Event.AddressState.OPTIMISTIC),
            new Event.ForwardingFailed(BindingKey.of(ADDRESS), "no \"device\""));
    for (Event event : events) {
      assertThat(json.read(json.write(event), Event.class)).isEqualTo(event);
    }
  }
}
