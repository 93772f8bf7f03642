package org.roam6.linux.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.netlink.NetlinkException;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.wire.Ipv6Address;

/** What is covered where the kernel refuses something half the way. */
class TunnelCoversTest {

  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:9::1");
  private static final Ipv6Address OTHER_HOME = Ipv6Address.parse("2001:db8:9::2");
  private static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8:9::ff");
  private static final Ipv6Address A = Ipv6Address.parse("2001:db8:a::1");
  private static final Ipv6Address B = Ipv6Address.parse("2001:db8:b::1");
  private static final Ipv6Address C = Ipv6Address.parse("2001:db8:c::1");

  private final RefusingShield shield = new RefusingShield();
  private final TunnelCovers covers = new TunnelCovers(shield);

  /** Knows by local ends how often each is covered, and refuses what concerns some of them. */
  private static final class RefusingShield implements TunnelShield {
    private final Map<Ipv6Address, Integer> covered = new TreeMap<>();
    private final Set<Ipv6Address> refused = new TreeSet<>();

    @Override
    public boolean isOwnEnd(Ipv6Address local) {
      return false;
    }

    @Override
    public void coverTunnel(Ipv6Address remote, Ipv6Address local) throws NetlinkException {
      refuse(local);
      covered.merge(local, 1, Integer::sum);
    }

    @Override
    public void uncoverTunnel(Ipv6Address remote, Ipv6Address local) throws NetlinkException {
      refuse(local);
      covered.computeIfPresent(local, (same, times) -> times == 1 ? null : times - 1);
    }

    private void refuse(Ipv6Address local) throws NetlinkException {
      if (refused.contains(local)) {
        throw new NetlinkException("cover", Errno.ENOMEM, local.toString());
      }
    }
  }

  /** A mobile node's tunnel, of these care-of addresses: the present one, and those before. */
  private static Tunnel tunnel(Ipv6Address home, Ipv6Address... careOfAddresses) {
    List<Ipv6Address> all = Arrays.asList(careOfAddresses);
    return new Tunnel(
        BindingKey.of(home),
        Tunnel.Side.MOBILE_NODE,
        all.getFirst(),
        HOME_AGENT,
        all.subList(1, all.size()),
        Time.NEVER,
        true);
  }

  private void assertRefuses(Tunnel tunnel) {
    assertThatThrownBy(() -> covers.follow(tunnel)).isInstanceOf(NetlinkException.class);
  }

  @Test
  void whatFailsHalfwayIsDoneTheNextTimeAndTheRestNotTwice() throws NetlinkException {
    shield.refused.add(B);
    assertRefuses(tunnel(HOME, A, B));
    assertThat(shield.covered).isEqualTo(Map.of(A, 1));
    shield.refused.clear();
    covers.follow(tunnel(HOME, A, B));
    assertThat(shield.covered).isEqualTo(Map.of(A, 1, B, 1));
    covers.gone(BindingKey.of(HOME));
    assertThat(shield.covered).isEmpty();
  }

  @Test
  void whatIsCoveredStaysUntilThatInItsPlaceIs() throws NetlinkException {
    covers.follow(tunnel(HOME, A));
    shield.refused.add(C);
    assertRefuses(tunnel(HOME, B, C));
    assertThat(shield.covered).containsOnlyKeys(A, B);
    shield.refused.clear();
    covers.follow(tunnel(HOME, B, C));
    assertThat(shield.covered).isEqualTo(Map.of(B, 1, C, 1));
  }

  @Test
  void whatCannotBeUncoveredKeepsNothingElseAndIsTriedAgain() throws NetlinkException {
    covers.follow(tunnel(HOME, A, B, C));
    shield.refused.add(B);
    assertThatThrownBy(() -> covers.gone(BindingKey.of(HOME))).isInstanceOf(NetlinkException.class);
    assertThat(shield.covered).isEqualTo(Map.of(B, 1));
    covers.follow(tunnel(OTHER_HOME, A));
    assertRefuses(tunnel(HOME, A));
    shield.refused.clear();
    covers.follow(tunnel(HOME, A));
    assertThat(shield.covered).isEqualTo(Map.of(A, 2));
    covers.gone(BindingKey.of(HOME));
    assertThat(shield.covered).as("of the other one").isEqualTo(Map.of(A, 1));
  }
}
