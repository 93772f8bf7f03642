package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.check.Watch.CARE_OF;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.DirectPath.Side;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;

/** A mobile node that goes on sending by its home agent where it could send directly is noticed. */
class DirectWayIsTakenTest {

  private final PathWatch network =
      new PathWatch(each -> new DirectWayIsTaken(each.ledger, each.paths, each.calm, PathWatch.SOON));

  private final Time recovered = Time.ZERO.plus(PathWatch.SOON.directPaths());

  /** The mobile node sends a datagram by its home agent, each second so many times. */
  private void tunnels(Ipv6Address to, int protocol, int times) {
    Octets inner = Ipv6Packet.of(network.home, to, 64, protocol, Octets.of(new byte[8])).encode();
    Octets outer =
        Ipv6Packet.of(CARE_OF, network.small.network.programAddress("ha"), 64, IpProtocol.IPV6, inner).encode();
    for (int i = 0; i < times; i++) {
      network.watch.sends(outer, recovered.plus(Duration.ofSeconds(i)));
    }
  }

  @Test
  void aRunningNetworkKeepsIt() {
    network.watch.calm.begin(Time.ZERO);
    network.live();
    assertThat(network.violations()).isEmpty();
  }

  /** Nothing comes back from the correspondent node, to which programs of the mobile node go on to send. */
  @Test
  void aRunningNetworkInWhichNoDirectPathComesAboutIsNoticed() {
    network.watch.calm.begin(Time.ZERO);
    network.small.world.link("far").part("cn", "core");
    network.converse();
    network.move("visited-a");
    network.watch.run(PathWatch.SOON.directPaths());
    assertThat(network.violations())
        .isNotEmpty()
        .allMatch(found -> found.what().startsWith("mn sends to " + network.peer + " by its home agent since "));
  }

  @Test
  void whoTunnelsForLongerThanAnExchangeIsNoticed() {
    network.watch.calm.begin(Time.ZERO);
    tunnels(network.peer, IpProtocol.UDP, 6);
    assertThat(network.violations()).isEmpty();
    tunnels(network.peer, IpProtocol.UDP, 7);
    assertThat(network.violations())
        .containsExactly(
            new Violation(
                "direct-way-is-taken",
                "mn sends to " + network.peer + " by its home agent since " + recovered.nanos() / 1e9
                    + " s, long after faults are over",
                recovered.plus(Duration.ofSeconds(6))));
  }

  @Test
  void aPathThatChangesMeanwhileHasTheTimeOfAnotherExchange() {
    network.watch.calm.begin(Time.ZERO);
    tunnels(network.peer, IpProtocol.UDP, 6);
    network.does(
        network.mobileNode(),
        recovered.plus(Duration.ofMillis(5500)),
        network.path(Side.MOBILE_NODE, CARE_OF, recovered.plus(Duration.ofMinutes(3))));
    network.watch.sends(
        Ipv6Packet.of(
                CARE_OF,
                network.small.network.programAddress("ha"),
                64,
                IpProtocol.IPV6,
                Ipv6Packet.of(network.home, network.peer, 64, IpProtocol.UDP, Octets.of(new byte[8])).encode())
            .encode(),
        recovered.plus(Duration.ofSeconds(6)));
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void signallingAndWhatIsForOthersGoesByTheHomeAgent() {
    network.watch.calm.begin(Time.ZERO);
    tunnels(network.peer, IpProtocol.MOBILITY, 10);
    tunnels(network.small.network.programAddress("squatter"), IpProtocol.UDP, 10);
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void whileFaultsLastNothingIsAsked() {
    tunnels(network.peer, IpProtocol.UDP, 10);
    assertThat(network.violations()).isEmpty();
  }
}
