package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.auth.SecretKey;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.auth.SecurityAssociation;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;

/** Drawn events in drawn order: what holds after each of them. */
class HomeAgentPropertyTest {

  private static final int EVENTS = 400;
  private static final int MAXIMUM_BINDINGS = 3;
  private static final List<Ipv6Address> CARE_OF = List.of(Scene.CARE_OF_A, Scene.CARE_OF_B);

  private static Scene scene(boolean authenticated) {
    return new Scene(
        Scene.config(
            authenticated ? Scene.security() : new Security.None(),
            new HomeAgentLimits(MAXIMUM_BINDINGS, 2, Duration.ofSeconds(1))));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void theTableIsBoundedAndTheHostHasExactlyWhatTheBindingsNeed(long seed) {
    Random random = new Random(seed);
    Scene scene = scene(false);
    for (int i = 0; i < EVENTS; i++) {
      draw(scene, random, _ -> drawnUpdate(random).plain());
      invariants(scene, seed, i);
    }
    scene.pass(Duration.ofHours(1));
    assertThat(scene.wanted).as("seed %d: an hour after the last Binding Update", seed).isEmpty();
    assertThat(scene.bindings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void nothingThatIsNotAuthenticHasAnEffectOnBindings(long seed) {
    Random random = new Random(seed);
    Scene scene = scene(true);
    List<Event.PacketReceived> recorded = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      if (random.nextInt(4) == 0) {
        Event.PacketReceived genuine =
            new Update()
                .sequence(i + 1)
                .lifetime(random.nextInt(4))
                .signed(Scene.ASSOCIATION, scene.timeOfDay());
        scene.tell(genuine);
        recorded.add(genuine);
      } else {
        List<HomeAgentSnapshot.Binding> before = scene.bindings();
        scene.tell(forged(scene, random, recorded));
        assertThat(scene.bindings()).as("seed %d, event %d", seed, i).isEqualTo(before);
      }
      scene.pass(Duration.ofMillis(1 + random.nextInt(900)));
      invariants(scene, seed, i);
    }
  }

  private static Event.PacketReceived forged(Scene scene, Random random, List<Event.PacketReceived> recorded) {
    Update update = drawnUpdate(random);
    return switch (random.nextInt(4)) {
      case 0 -> update.plain();
      case 1 -> update.signed(stranger(random), scene.timeOfDay());
      case 2 -> update.signed(Scene.ASSOCIATION, outdated(scene, random));
      default -> recorded.isEmpty() ? update.plain() : recorded.get(random.nextInt(recorded.size()));
    };
  }

  private static NtpTimestamp outdated(Scene scene, Random random) {
    return scene.timeOfDay().plusUnits(-(8L + random.nextInt(1000)) << 32);
  }

  private static SecurityAssociation stranger(Random random) {
    byte[] key = new byte[16];
    random.nextBytes(key);
    return new SecurityAssociation(
        1000 + random.nextInt(2),
        new SecretKey(Octets.of(key)),
        random.nextBoolean() ? "mn1@example.org" : "mn2@example.org",
        Scene.ASSOCIATION.homeAddresses());
  }

  private interface DrawnUpdate {
    Event.PacketReceived at(Scene scene);
  }

  private static void draw(Scene scene, Random random, DrawnUpdate update) {
    Ipv6Address home = home(random);
    switch (random.nextInt(8)) {
      case 0, 1, 2, 3 -> scene.tell(update.at(scene));
      case 4 -> scene.pass(Duration.ofMillis(random.nextInt(3000)));
      case 5 -> scene.pass(Duration.ofSeconds(random.nextInt(30)));
      case 6 -> scene.solicit(random.nextBoolean() ? Scene.NEIGHBOR : Ipv6Address.UNSPECIFIED, home);
      default -> scene.advertise(home);
    }
  }

  private static Update drawnUpdate(Random random) {
    Update update =
        Update.from(CARE_OF.get(random.nextInt(2)))
            .homeAddress(home(random))
            .sequence(random.nextInt(0x10000))
            .lifetime(random.nextInt(3) == 0 ? 0 : random.nextInt(80));
    if (random.nextInt(3) == 0) {
      update.linkLocal();
    }
    return random.nextInt(10) == 0 ? update.notHome() : update;
  }

  private static Ipv6Address home(Random random) {
    return new Ipv6Address(Scene.HOME.high(), Scene.HOME.low() + random.nextInt(6));
  }

  private static void invariants(Scene scene, long seed, int event) {
    List<HomeAgentSnapshot.Binding> bindings = scene.bindings();
    String where = "seed " + seed + ", event " + event;
    assertThat(bindings).as(where).hasSizeLessThanOrEqualTo(MAXIMUM_BINDINGS);
    assertThat(scene.agent.nextDeadline()).as(where).isGreaterThan(scene.now());
    for (HomeAgentSnapshot.Binding binding : bindings) {
      boolean bound = binding.state() == HomeAgentSnapshot.State.BOUND;
      Ipv6Address home = binding.homeAddress();
      assertThat(scene.hasRoute(home)).as(where).isEqualTo(bound);
      assertThat(scene.hearsFor(home)).as(where).isTrue();
      assertThat(scene.tunnel(home).map(tunnel -> tunnel.remoteEnd()))
          .as(where)
          .isEqualTo(bound ? Optional.of(binding.careOfAddress()) : Optional.empty());
      assertThat(binding.remaining()).as(where).isLessThanOrEqualTo(binding.lifetime());
    }
    long bound = bindings.stream().filter(each -> each.state() == HomeAgentSnapshot.State.BOUND).count();
    assertThat(scene.wanted.values().stream().filter(Desired.Route.class::isInstance).count())
        .as(where)
        .isEqualTo(bound);
    assertThat(scene.wanted.values().stream().filter(Desired.WantedTunnel.class::isInstance).count())
        .as(where)
        .isEqualTo(bound);
  }

  /** The same events have the same effects, whichever run it is. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void theSameEventsHaveTheSameEffects(long seed) {
    assertThat(effects(seed)).isEqualTo(effects(seed));
  }

  private static List<List<Effect>> effects(long seed) {
    Random random = new Random(seed);
    Scene scene = scene(false);
    List<List<Effect>> all = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      all.add(scene.tell(drawnUpdate(random).plain()));
      all.add(scene.pass(Duration.ofMillis(random.nextInt(3000))));
    }
    return all;
  }
}
