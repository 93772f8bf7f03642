package org.roam6.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;

class DriverTest {
  private static final InterfaceName ETH0 = new InterfaceName("eth0");
  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  private static final Tunnel TUNNEL =
      new Tunnel(
          BindingKey.of(HOME),
          Tunnel.Side.MOBILE_NODE,
          HOME,
          Ipv6Address.parse("2001:db8:1::1"),
          List.of(),
          Time.NEVER);

  private final List<String> seen = new ArrayList<>();
  private final ScriptedNode node = new ScriptedNode();
  private final RecordingHands hands = new RecordingHands();
  private long wallClockOffset = 1_000_000_000;
  private final Driver driver = new Driver(node, hands, () -> Time.ZERO, () -> wallClockOffset);

  /** Answers an event with the effects that were laid out for its type. */
  private final class ScriptedNode implements Node {
    private final List<Effect> atDeadline = new ArrayList<>();

    @Override
    public List<Effect> handle(Event event, Time now) {
      seen.add(event.getClass().getSimpleName());
      return event instanceof Event.DeadlineReached ? atDeadline : List.of();
    }

    @Override
    public Time nextDeadline() {
      return Time.ZERO.plus(Duration.ofSeconds(1));
    }
  }

  private final class RecordingHands implements Hands {
    private Optional<String> refusal = Optional.empty();
    private Runnable atFlush = () -> seen.add("flush");

    @Override
    public void send(Effect.SendOnLink packet) {
      seen.add("send on " + packet.out());
    }

    @Override
    public void send(Effect.SendRouted packet) {
      seen.add("send " + packet.packet());
    }

    @Override
    public Optional<String> want(Desired item, Time now) {
      seen.add("want " + item.key().getClass().getSimpleName());
      return refusal;
    }

    @Override
    public void unwant(Desired.Key key) {
      seen.add("unwant " + key.getClass().getSimpleName());
    }

    @Override
    public void flushNeighbors(InterfaceName on) {
      atFlush.run();
    }

    @Override
    public void remember(Memory item) {
      seen.add("remember " + item.key().getClass().getSimpleName());
    }

    @Override
    public void tell(Notice notice, Time now) {
      seen.add("tell " + notice.text());
    }
  }

  @Test
  void tellsTheWallClockBeforeAnythingElse() {
    driver.deliver(new Event.Stopping());

    assertThat(seen).containsExactly("WallClockSet", "Stopping");
  }

  @Test
  void tellsAgainWhenTheWallClockWasSetButNotWhenItWasSlewed() {
    driver.deliver(new Event.Stopping());
    wallClockOffset += 900_000;
    driver.deliver(new Event.Stopping());
    wallClockOffset += 900_000;
    driver.deliver(new Event.Stopping());

    assertThat(seen)
        .containsExactly("WallClockSet", "Stopping", "Stopping", "WallClockSet", "Stopping");
  }

  @Test
  void carriesOutEffectsInTheirOrder() {
    node.atDeadline.add(new Effect.Want(new Desired.SourceRule(HOME, 252)));
    node.atDeadline.add(new Effect.SendRouted(Octets.of((byte) 7)));
    node.atDeadline.add(new Effect.Unwant(new Desired.SourceRuleKey(HOME)));
    node.atDeadline.add(new Effect.FlushNeighbors(ETH0));
    driver.deliver(new Event.DeadlineReached());

    assertThat(seen)
        .containsExactly(
            "WallClockSet",
            "DeadlineReached",
            "want SourceRuleKey",
            "send 07",
            "unwant SourceRuleKey",
            "flush");
  }

  @Test
  void finishesAnEventBeforeWhatItBringsAbout() {
    node.atDeadline.add(new Effect.FlushNeighbors(ETH0));
    node.atDeadline.add(new Effect.SendRouted(Octets.of((byte) 7)));
    hands.atFlush = () -> driver.deliver(new Event.Stopping());
    driver.deliver(new Event.DeadlineReached());

    assertThat(seen).containsExactly("WallClockSet", "DeadlineReached", "send 07", "Stopping");
  }

  @Test
  void tellsOfATunnelThatTheHostCannotHave() {
    node.atDeadline.add(new Effect.Want(new Desired.WantedTunnel(TUNNEL)));
    hands.refusal = Optional.of("no such device");
    driver.deliver(new Event.DeadlineReached());

    assertThat(seen)
        .containsExactly("WallClockSet", "DeadlineReached", "want TunnelKey", "ForwardingFailed");
  }
}
