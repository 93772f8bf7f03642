package org.roam6.interop.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.roam6.interop.OnRealKernel;
import org.roam6.linux.namespace.ThrowAwayThread;
import org.roam6.linux.nftables.SignallingShield;
import org.roam6.linux.nftables.TunnelCovers;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.ip.UdpDatagram;

/**
 * With the shield the kernel is silent where it would answer with an ICMPv6 error on its own. That the packets reach
 * packet sockets all the same is the business of the test of those.
 */
@OnRealKernel
final class SignallingShieldTest {

  private static final String UPPER_LAYER = "3b" + "00" + "000000000000";

  /**
   * Destination options of a Binding Update: the Home Address option at each of the places that its alignment gives it,
   * behind one of those for experiments, which nodes pass over (RFC 4727 3.3). A kernel throws longer padding away.
   */
  private static final List<String> HOME_ADDRESS_OPTIONS =
      List.of(
          "3b" + "02" + "01020000" + "c910" + "20010db8000100000000000000000005",
          "3b" + "03" + "1e0a" + "00".repeat(10) + "c910" + "20010db8000100000000000000000005",
          "3b" + "04" + "1e12" + "00".repeat(18) + "c910" + "20010db8000100000000000000000005");
  private static final String TUNNEL_ENCAPSULATION_LIMIT = "3b" + "00" + "040104" + "010100";
  private static final String TYPE_2_ROUTING_HEADER =
      "3b" + "02" + "02" + "01" + "00000000" + "20010db8000100000000000000000005";
  private static final String MOBILITY_HEADER = "3b" + "00" + "0000" + "0000" + "0000";
  private static final String INNER_PACKET =
      "60000000" + "0000" + "3b" + "40" + "20010db8000900000000000000000001" + "20010db8000900000000000000000002";

  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:9::1");
  private static final int DESTINATION_OPTIONS = 60;
  private static final int ROUTING = 43;
  private static final int MOBILITY = 135;
  private static final int IPV6 = 41;
  private static final int UDP = 17;

  /** What the neighbour hears when it sends {@code payload} to a kernel with or without shield. */
  private static boolean answers(boolean shielded, int nextHeader, String payload) throws IOException {
    return ThrowAwayThread.inNewNetwork(() -> {
      try (Neighborhood neighborhood = Neighborhood.create()) {
        if (shielded) {
          try (SignallingShield shield = SignallingShield.open(List.of(new InterfaceName("eth0")), List.of())) {
            shield.coverTunnel(neighborhood.neighbor(), neighborhood.host());
            return neighborhood.answers(nextHeader, HexFormat.of().parseHex(payload));
          }
        }
        return neighborhood.answers(nextHeader, HexFormat.of().parseHex(payload));
      }
    });
  }

  @Test
  void kernelDoesNotAnswerAHomeAddressOption() throws IOException {
    for (String options : HOME_ADDRESS_OPTIONS) {
      assertThat(answers(true, DESTINATION_OPTIONS, options)).as(options).isFalse();
      assertThat(answers(false, DESTINATION_OPTIONS, options) || kernelHasMobility()).as(options).isTrue();
    }
  }

  @Test
  void kernelDoesNotAnswerAType2RoutingHeader() throws IOException {
    assertThat(answers(true, ROUTING, TYPE_2_ROUTING_HEADER)).isFalse();
  }

  @Test
  void kernelDoesNotAnswerAMobilityHeader() throws IOException {
    assertThat(answers(true, MOBILITY, MOBILITY_HEADER)).isFalse();
  }

  @Test
  void kernelDoesNotAnswerWhatComesThroughATunnel() throws IOException {
    assertThat(answers(true, IPV6, INNER_PACKET)).isFalse();
  }

  @Test
  void kernelDoesNotAnswerDhcpForAClient() throws IOException {
    assertThat(answers(false, UDP, datagramTo(546))).isTrue();
    assertThat(answers(true, UDP, datagramTo(546))).isFalse();
    assertThat(answers(true, UDP, datagramTo(545))).isTrue();
  }

  @Test
  void dhcpClientsOfOtherInterfacesAreLeftAlone() throws IOException {
    ThrowAwayThread.inNewNetwork(() -> {
      try (Neighborhood neighborhood = Neighborhood.create();
          SignallingShield shield = SignallingShield.open(List.of(new InterfaceName("eth01")), List.of())) {
        assertThat(shield).isNotNull();
        assertThat(neighborhood.answers(UDP, HexFormat.of().parseHex(datagramTo(546)))).isTrue();
      }
      return true;
    });
  }

  /** The kernel answers only what has a right checksum. */
  private static String datagramTo(int port) {
    return new UdpDatagram(547, port, Octets.EMPTY)
        .encode(Ipv6Address.parse("2001:db8:1::2"), Ipv6Address.parse("2001:db8:1::1"))
        .toHex();
  }

  @Test
  void withoutShieldThisKernelAnswersProtocolsThatItDoesNotKnow() throws IOException {
    assertThat(answers(false, MOBILITY, MOBILITY_HEADER) || kernelHasMobility()).isTrue();
    assertThat(answers(true, 253, UPPER_LAYER)).isTrue();
  }

  @Test
  void otherDestinationOptionsPass() throws IOException {
    // Nothing follows the options, so there is nothing to answer: an unknown protocol behind them is.
    String options = "fd" + TUNNEL_ENCAPSULATION_LIMIT.substring(2);
    assertThat(answers(true, DESTINATION_OPTIONS, options + UPPER_LAYER)).isTrue();
  }

  @Test
  void uncoveredTunnelIsTheKernelsAgain() throws IOException {
    ThrowAwayThread.inNewNetwork(() -> {
      try (Neighborhood neighborhood = Neighborhood.create();
          SignallingShield shield = SignallingShield.open(List.of(), List.of())) {
        Ipv6Address remote = neighborhood.neighbor();
        Ipv6Address local = neighborhood.host();
        byte[] packet = HexFormat.of().parseHex(INNER_PACKET);
        shield.coverTunnel(remote, local);
        shield.coverTunnel(remote, local);
        shield.uncoverTunnel(remote, local);
        assertThat(neighborhood.answers(IPV6, packet)).isFalse();
        shield.uncoverTunnel(remote, local);
        assertThat(neighborhood.answers(IPV6, packet)).isTrue();
        shield.uncoverTunnel(remote, local);
      }
      return true;
    });
  }

  @Test
  void allTunnelsThatEndAtAnAddressOfRoam6AloneAreKeptFromTheKernel() throws IOException {
    ThrowAwayThread.inNewNetwork(() -> {
      try (Neighborhood neighborhood = Neighborhood.create();
          SignallingShield shield = SignallingShield.open(List.of(), List.of(neighborhood.host()))) {
        byte[] packet = HexFormat.of().parseHex(INNER_PACKET);
        assertThat(neighborhood.answers(IPV6, packet)).isFalse();
        TunnelCovers covers = new TunnelCovers(shield);
        covers.follow(tunnel(neighborhood, Optional.empty()));
        covers.gone(BindingKey.of(HOME));
        assertThat(neighborhood.answers(IPV6, packet)).isFalse();
        assertThat(neighborhood.answers(UDP, HexFormat.of().parseHex(datagramTo(546)))).isTrue();
      }
      return true;
    });
  }

  @Test
  void packetsFromTheFormerEndOfATunnelAreKeptFromTheKernelToo() throws IOException {
    ThrowAwayThread.inNewNetwork(() -> {
      try (Neighborhood neighborhood = Neighborhood.create();
          SignallingShield shield = SignallingShield.open(List.of(), List.of())) {
        TunnelCovers covers = new TunnelCovers(shield);
        byte[] packet = HexFormat.of().parseHex(INNER_PACKET);
        Tunnel.FormerEnd former = new Tunnel.FormerEnd(neighborhood.neighbor(), Time.NEVER);
        covers.follow(tunnel(neighborhood, Optional.of(former)));
        assertThat(neighborhood.answers(IPV6, packet)).isFalse();
        covers.follow(tunnel(neighborhood, Optional.empty()));
        assertThat(neighborhood.answers(IPV6, packet)).isTrue();
        covers.follow(tunnel(neighborhood, Optional.of(former)));
        covers.gone(BindingKey.of(HOME));
        assertThat(neighborhood.answers(IPV6, packet)).isTrue();
      }
      return true;
    });
  }

  private static Tunnel tunnel(Neighborhood neighborhood, Optional<Tunnel.FormerEnd> former) {
    return new Tunnel(
        BindingKey.of(HOME),
        Tunnel.Side.HOME_AGENT,
        neighborhood.host(),
        Ipv6Address.parse("2001:db8:a::1"),
        List.of(),
        Time.NEVER,
        true,
        former);
  }

  @Test
  void packetsToFormerLocalEndsAreKeptFromTheKernelToo() throws IOException {
    ThrowAwayThread.inNewNetwork(() -> {
      try (Neighborhood neighborhood = Neighborhood.create();
          SignallingShield shield = SignallingShield.open(List.of(), List.of())) {
        TunnelCovers covers = new TunnelCovers(shield);
        byte[] packet = HexFormat.of().parseHex(INNER_PACKET);
        covers.follow(moved(neighborhood, List.of(neighborhood.host())));
        assertThat(neighborhood.answers(IPV6, packet)).isFalse();
        covers.follow(moved(neighborhood, List.of()));
        assertThat(neighborhood.answers(IPV6, packet)).isTrue();
      }
      return true;
    });
  }

  private static Tunnel moved(Neighborhood neighborhood, List<Ipv6Address> formerLocalEnds) {
    return new Tunnel(
        BindingKey.of(HOME),
        Tunnel.Side.MOBILE_NODE,
        Ipv6Address.parse("2001:db8:a::1"),
        neighborhood.neighbor(),
        formerLocalEnds,
        Time.NEVER,
        true,
        Optional.empty());
  }

  @Test
  void filtersOfOthersSeeNothingOfWhatIsRoam6s() throws Exception {
    String filter = "add table ip6 t; add chain ip6 t c { type filter hook input priority -200; }; ";
    ThrowAwayThread.inNewNetwork(() -> {
      try (Neighborhood neighborhood = Neighborhood.create();
          SignallingShield shield = SignallingShield.open(List.of(), List.of())) {
        assertThat(shield).isNotNull();
        nft(filter + "add rule ip6 t c meta l4proto 135 counter");
        assertThat(neighborhood.answers(MOBILITY, HexFormat.of().parseHex(MOBILITY_HEADER))).isFalse();
        assertThat(nft("list chain ip6 t c")).contains("counter packets 0");
      }
      return true;
    });
  }

  private static String nft(String commands) throws IOException {
    Process process = new ProcessBuilder("nft", commands).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void shieldGoesWithItsSocket() throws IOException {
    ThrowAwayThread.inNewNetwork(() -> {
      try (SignallingShield first = SignallingShield.open(List.of(), List.of())) {
        assertThat(first).isNotNull();
        assertThatThrownBy(() -> SignallingShield.open(List.of(), List.of())).isInstanceOf(IOException.class);
      }
      SignallingShield.open(List.of(), List.of()).close();
      return true;
    });
  }

  private static boolean kernelHasMobility() {
    return Files.exists(Path.of("/sys/module/mip6"));
  }
}
