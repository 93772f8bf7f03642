package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.protocol.Effect;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.protocol.homeagent.BindingMachine.Step;
import org.roam6.protocol.homeagent.BindingState.Absent;
import org.roam6.protocol.homeagent.BindingState.Announcement;
import org.roam6.protocol.homeagent.BindingState.Bound;
import org.roam6.protocol.homeagent.BindingState.Deleted;
import org.roam6.wire.Ipv6Address;

/** The packed table against plain maps. */
class BindingTableTest {

  private static final InterfaceName LINK = new InterfaceName("eth0");
  private static final long PREFIX = 0x2001_0db8_0001_0000L;
  private static final int STEPS = 20_000;

  private final BindingTable table = new BindingTable(Optional.of(LINK));
  private final TreeMap<BindingKey, BindingState> expected = new TreeMap<>();

  @ParameterizedTest
  @ValueSource(ints = {3, 40, 5000})
  void agreesWithAPlainMapWhateverHappens(int homes) {
    Random random = new Random(homes);
    for (int i = 0; i < STEPS; i++) {
      enter(key(random.nextInt(homes)), random);
      if (i % 97 == 0 || homes < 10) {
        compare(homes, new Time(random.nextLong(2000)));
      }
    }
    compare(homes, Time.NEVER);
    List.copyOf(expected.keySet()).forEach(key -> enter(key, new Absent()));
    compare(homes, Time.NEVER);
    assertThat(table.size()).isZero();
  }

  private static BindingKey key(int number) {
    return BindingKey.of(new Ipv6Address(PREFIX, 1 + number));
  }

  private void enter(BindingKey key, Random random) {
    enter(
        key,
        switch (random.nextInt(4)) {
          case 0 -> new Absent();
          case 1 -> new Deleted(number(random), new Time(random.nextLong(2000)), random.nextBoolean());
          default -> bound(key, random);
        });
  }

  private static SequenceNumber number(Random random) {
    return new SequenceNumber(random.nextInt(1 << 16));
  }

  private static Bound bound(BindingKey key, Random random) {
    BindingCacheEntry entry =
        new BindingCacheEntry(
            key,
            new Ipv6Address(random.nextLong(), random.nextLong()),
            number(random),
            new Lifetime(random.nextInt(1 << 16)),
            random.nextInt(10) == 0 ? Time.NEVER : new Time(random.nextLong(2000)),
            BindingRequest.addressesToDefend(key.homeAddress(), random.nextBoolean()),
            former(random));
    Announcement announcement =
        random.nextBoolean() ? Announcement.DONE : new Announcement(new Time(random.nextLong(2000)), random.nextInt(4));
    return new Bound(entry, announcement, new Time(random.nextLong(2000)));
  }

  private static Optional<Tunnel.FormerEnd> former(Random random) {
    return random.nextBoolean()
        ? Optional.empty()
        : Optional.of(new Tunnel.FormerEnd(new Ipv6Address(1, random.nextLong()), new Time(random.nextLong(2000))));
  }

  private void enter(BindingKey key, BindingState state) {
    table.enter(key, Step.of(state));
    if (state instanceof Absent) {
      expected.remove(key);
    } else {
      expected.put(key, state);
    }
  }

  private void compare(int homes, Time now) {
    assertThat(table.size()).isEqualTo(expected.size());
    assertThat(table.bindings())
        .isEqualTo((int) expected.values().stream().filter(state -> !state.claimed().isEmpty()).count());
    assertThat(table.keys()).containsExactlyElementsOf(expected.keySet());
    Comparator<Map.Entry<BindingKey, BindingState>> order = Comparator.comparing(each -> each.getValue().deadline());
    Optional<Map.Entry<BindingKey, BindingState>> first =
        expected.entrySet().stream().min(order.thenComparing(Map.Entry.comparingByKey()));
    assertThat(table.nextDeadline()).isEqualTo(first.map(each -> each.getValue().deadline()).orElse(Time.NEVER));
    assertThat(table.firstDue(now))
        .isEqualTo(first.filter(each -> each.getValue().deadline().isDue(now)).map(Map.Entry::getKey));
    for (int i = 0; i < homes; i++) {
      BindingKey key = key(i);
      BindingState state = expected.getOrDefault(key, new Absent());
      assertThat(table.get(key)).isEqualTo(state);
      assertThat(table.claimant(key.homeAddress()))
          .isEqualTo(state.claimed().isEmpty() ? Optional.empty() : Optional.of(key));
      assertThat(table.claimant(Ipv6Address.linkLocal(key.homeAddress().low())))
          .isEqualTo(state.claimed().size() < 2 ? Optional.empty() : Optional.of(key));
    }
  }

  @Test
  void tellsBindingsOfOneHomeAddressApart() {
    Ipv6Address home = new Ipv6Address(PREFIX, 1);
    Random random = new Random(1);
    for (int id : List.of(0, 7, 0xffff)) {
      enter(new BindingKey(home, id), bound(new BindingKey(home, id), random));
    }
    enter(new BindingKey(home, 7), new Absent());
    assertThat(table.keys()).containsExactly(new BindingKey(home, 0), new BindingKey(home, 0xffff));
    expected.forEach((key, state) -> assertThat(table.get(key)).isEqualTo(state));
    assertThat(table.get(new BindingKey(home, 7))).isEqualTo(new Absent());
  }

  @Test
  void joinsAGroupForItsFirstAddressAndLeavesItAfterTheLast() {
    // They differ above the lowest 24 bits, and so have one solicited-node multicast address.
    BindingKey one = BindingKey.of(new Ipv6Address(PREFIX, 0x1000_0001));
    BindingKey other = BindingKey.of(new Ipv6Address(PREFIX, 0x2000_0001));
    Random random = new Random(1);
    List<Effect> effects = new ArrayList<>(table.enter(one, Step.of(bound(one, random))));
    assertThat(effects).hasOnlyElementsOfType(Effect.Want.class).hasSize(1);
    assertThat(table.enter(other, Step.of(bound(other, random)))).isEmpty();
    assertThat(table.enter(one, Step.of(new Absent()))).isEmpty();
    assertThat(table.enter(other, Step.of(new Absent()))).hasOnlyElementsOfType(Effect.Unwant.class).hasSize(1);
  }
}
