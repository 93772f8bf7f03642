package org.roam6.daemon.recording;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Node;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.correspondent.CorrespondentConfig;
import org.roam6.protocol.homeagent.HomeAgentConfig;
import org.roam6.protocol.mobilenode.MobileNodeConfig;
import org.roam6.protocol.router.RouterConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what a node was told, what it drew and what it wanted, a line of JSON for each event. The lines are made by
 * whoever writes them, so that no packet waits for that.
 */
public final class Recorder {

  static final String SCHEMA = "roam6.recording/1";

  /** Characters after which a recording ends. */
  public static final long LONGEST = 256L << 20;

  private final Consumer<Supplier<String>> lines;
  private final RecordJson json;
  private final AtomicLong length = new AtomicLong();
  private List<Long> draws = new ArrayList<>();
  private long number;

  /**
   * Begins a recording of these roles.
   *
   * @param lines takes the lines, and makes them when it writes them, one after the other
   */
  public Recorder(
      Consumer<Supplier<String>> lines,
      List<HomeAgentConfig> homeAgents,
      Optional<MobileNodeConfig> mobileNode,
      Optional<CorrespondentConfig> correspondent,
      Optional<RouterConfig> router) {
    this.lines = lines;
    Stream<Security> securities =
        Stream.concat(
            homeAgents.stream().map(HomeAgentConfig::security),
            mobileNode.stream()
                .flatMap(role -> role.ofEachHomeAddress().stream())
                .map(MobileNodeConfig::security));
    Disguise disguise = new Disguise(securities, new SecureRandom());
    this.json = new RecordJson(disguise::key, disguise::packet);
    lines.accept(
        () -> {
          ObjectNode head = JsonMapper.shared().createObjectNode().put("schema", SCHEMA);
          head.set("home_agents", json.write(homeAgents));
          head.set("mobile_node", json.write(mobileNode));
          head.set("correspondent", json.write(correspondent));
          head.set("router", json.write(router));
          return head.toString();
        });
  }

  /** Gives on what {@code randomness} gives, and keeps it. */
  public Randomness watch(Randomness randomness) {
    return new Randomness() {
      @Override
      public long jitter(long bound) {
        return keep(randomness.jitter(bound));
      }

      @Override
      public long identifier() {
        return keep(randomness.identifier());
      }

      @Override
      public long secret() {
        return keep(randomness.secret());
      }
    };
  }

  private long keep(long drawn) {
    draws.add(drawn);
    return drawn;
  }

  /** Does what {@code node} does, and keeps it. */
  public Node watch(Node node) {
    return new Node() {
      @Override
      public List<Effect> handle(Event event, Time now) {
        List<Effect> effects = node.handle(event, now);
        record(event, now, effects);
        return effects;
      }

      @Override
      public Time nextDeadline() {
        return node.nextDeadline();
      }
    };
  }

  private void record(Event event, Time now, List<Effect> effects) {
    if (length.get() > LONGEST) {
      return;
    }
    long eventNumber = ++number;
    List<Long> drawn = draws;
    draws = new ArrayList<>();
    lines.accept(
        () -> {
          String line = line(eventNumber, event, now, drawn, effects);
          length.addAndGet(line.length());
          return line;
        });
  }

  private String line(long eventNumber, Event event, Time now, List<Long> drawn, List<Effect> effects) {
    ObjectNode line =
        JsonMapper.shared().createObjectNode().put("number", eventNumber).put("at", now.nanos());
    line.set("event", json.write(event));
    line.set("draws", json.write(drawn));
    line.set("effects", effects(json, effects));
    return line.toString();
  }

  /** Effects as they are recorded and compared: of what is told only the words. */
  static ArrayNode effects(RecordJson json, List<Effect> effects) {
    ArrayNode array = JsonMapper.shared().createArrayNode();
    for (Effect effect : effects) {
      array.add(
          effect instanceof Effect.Notify(var notice)
              ? JsonMapper.shared().createObjectNode().put("is", "Notify").put("text", notice.text())
              : json.write(effect));
    }
    return array;
  }
}
