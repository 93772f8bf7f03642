package org.roam6.protocol.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.Tunnel.Side;
import org.roam6.wire.Ipv6Address;

class ForwardingStateTest {

  private static final long TEN_MINUTES = 600_000_000_000L;

  private static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8::1");

  @Test
  void agreesWithASortedMapAfterEveryChange() {
    Random random = new Random(6275);
    ForwardingState state = new ForwardingState();
    TreeMap<BindingKey, Tunnel> expected = new TreeMap<>();
    for (int i = 0; i < 20_000; i++) {
      // Few addresses, so that chains of slots form and are broken.
      Ipv6Address home = new Ipv6Address(random.nextInt(3), random.nextInt(200));
      BindingKey key = new BindingKey(home, random.nextInt(3));
      if (random.nextBoolean()) {
        Tunnel tunnel = tunnel(key, new Ipv6Address(1, i));
        state.put(tunnel);
        expected.put(key, tunnel);
      } else {
        state.remove(key);
        expected.remove(key);
      }
      ForwardingState.Entry entry = state.remoteHome(home.high(), home.low());
      BindingKey first = expected.ceilingKey(new BindingKey(home, 0));
      if (first == null || !first.homeAddress().equals(home)) {
        assertThat(entry).isNull();
      } else {
        assertThat(Objects.requireNonNull(entry).tunnel()).isEqualTo(expected.get(first));
      }
    }
    assertThat(state.tunnels()).containsExactlyElementsOf(expected.values());
  }

  @Test
  void findsTheLowestTunnelOfEachRemoteEndAfterEveryChange() {
    Random random = new Random(2473);
    ForwardingState state = new ForwardingState();
    TreeMap<BindingKey, Tunnel> expected = new TreeMap<>();
    for (int i = 0; i < 20_000; i++) {
      BindingKey key = new BindingKey(new Ipv6Address(random.nextInt(3), random.nextInt(100)), random.nextInt(2));
      if (random.nextInt(3) > 0) {
        Tunnel tunnel = tunnel(key, new Ipv6Address(7, random.nextInt(50)));
        state.put(tunnel);
        expected.put(key, tunnel);
      } else {
        state.remove(key);
        expected.remove(key);
      }
      Ipv6Address end = new Ipv6Address(7, random.nextInt(50));
      ForwardingState.Entry entry = state.through(end.high(), end.low(), HOME_AGENT.high(), HOME_AGENT.low(), 0);
      assertThat(Optional.ofNullable(entry).map(ForwardingState.Entry::tunnel))
          .isEqualTo(expected.values().stream().filter(each -> each.remoteEnd().equals(end)).findFirst());
    }
  }

  @Test
  void keepsWhatIsKnownOfThePathWhenABindingIsRefreshedButNotWhenItMoves() {
    ForwardingState state = new ForwardingState();
    Ipv6Address home = new Ipv6Address(1, 2);
    BindingKey key = BindingKey.of(home);
    Ipv6Address careOf = new Ipv6Address(3, 4);
    state.put(tunnel(key, careOf));
    entry(state, home).learnPathMtu(1400, 0);
    state.put(tunnel(key, careOf));
    assertThat(mtu(state, home)).isEqualTo(1400);
    state.put(tunnel(key, new Ipv6Address(3, 5)));
    assertThat(mtu(state, home)).isEqualTo(ForwardingState.DEFAULT_PATH_MTU);
  }

  @Test
  void believesInANarrowerPathForTenMinutesAndNeverInAWiderOne() {
    ForwardingState state = new ForwardingState();
    Ipv6Address home = new Ipv6Address(1, 2);
    state.put(tunnel(BindingKey.of(home), new Ipv6Address(3, 4)), 1000);
    assertThat(mtu(state, home)).isEqualTo(1280);

    state.put(tunnel(BindingKey.of(home), new Ipv6Address(3, 4)), 1450);
    ForwardingState.Entry entry = entry(state, home);
    entry.learnPathMtu(1400, 0);
    entry.learnPathMtu(1440, TEN_MINUTES - 1);
    assertThat(entry.pathMtu(TEN_MINUTES - 1)).isEqualTo(1400);
    assertThat(entry.pathMtu(TEN_MINUTES)).isEqualTo(1450);
    entry.learnPathMtu(1500, TEN_MINUTES);
    assertThat(entry.pathMtu(TEN_MINUTES)).isEqualTo(1450);
  }

  private static int mtu(ForwardingState state, Ipv6Address home) {
    return entry(state, home).pathMtu(0);
  }

  private static ForwardingState.Entry entry(ForwardingState state, Ipv6Address home) {
    return Objects.requireNonNull(state.remoteHome(home.high(), home.low()));
  }

  private static Tunnel tunnel(BindingKey key, Ipv6Address careOf) {
    return new Tunnel(key, Side.HOME_AGENT, HOME_AGENT, careOf, List.of(), Time.NEVER);
  }
}
