package org.roam6.daemon.recording;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Host;
import org.roam6.protocol.Node;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.correspondent.Correspondent;
import org.roam6.protocol.correspondent.CorrespondentConfig;
import org.roam6.protocol.homeagent.HomeAgent;
import org.roam6.protocol.homeagent.HomeAgentConfig;
import org.roam6.protocol.mobilenode.MobileNode;
import org.roam6.protocol.mobilenode.MobileNodeConfig;
import org.roam6.protocol.router.Router;
import org.roam6.protocol.router.RouterConfig;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes the roles of a recording through what happened to them once more, and compares what they want. */
public final class Replay {

  private static final RecordJson JSON = RecordJson.reader();

  private final Draws draws = new Draws();
  private final List<String> timeline = new ArrayList<>();
  private final Node host;
  private long events;

  private Replay(JsonNode head) {
    List<HomeAgentConfig> homeAgents = roles(head, "home_agents", HomeAgentConfig.class);
    Optional<MobileNodeConfig> mobileNode = role(head, "mobile_node", MobileNodeConfig.class);
    Optional<CorrespondentConfig> correspondent = role(head, "correspondent", CorrespondentConfig.class);
    Optional<RouterConfig> router = role(head, "router", RouterConfig.class);
    this.host =
        new Host(
            Stream.concat(
                    HomeAgent.ofOneHost(homeAgents, draws).stream(),
                    Stream.<Optional<? extends Node>>of(
                            mobileNode.map(role -> new MobileNode(role, draws)),
                            correspondent.map(role -> new Correspondent(role, draws)),
                            router.map(role -> new Router(role, draws)))
                        .flatMap(Optional::stream))
                .<Node>map(role -> role)
                .toList());
  }

  /** What a replay found. */
  public sealed interface Result {}

  /**
   * The roles did all over again what they did.
   *
   * @param events how many events
   * @param timeline what they told, line by line
   * @param torn what is wrong with the last line, where the recording ends in the midst of it
   */
  public record Same(long events, List<String> timeline, Optional<String> torn) implements Result {
    /** Takes a copy of the list. */
    public Same {
      timeline = List.copyOf(timeline);
    }
  }

  /**
   * The roles do something else today.
   *
   * @param line the line of the recording
   * @param seconds when, on the monotonic clock
   * @param event what happened
   * @param recorded what they wanted then
   * @param now what they want now
   */
  public record Different(long line, double seconds, String event, String recorded, String now)
      implements Result {}

  /** It is no recording, or a damaged one. */
  public record Unreadable(long line, String message) implements Result {}

  /** Replays the lines of a recording. */
  public static Result of(Iterator<String> lines) {
    if (!lines.hasNext()) {
      return new Unreadable(1, "the file is empty, expected a recording");
    }
    Replay replay;
    try {
      JsonNode head = JsonMapper.shared().readTree(lines.next());
      String schema = head.path("schema").asString("");
      if (!schema.equals(Recorder.SCHEMA)) {
        return new Unreadable(1, "expected \"schema\":\"" + Recorder.SCHEMA + "\", found '" + schema + "'");
      }
      replay = new Replay(head);
    } catch (JacksonException | IllegalArgumentException damaged) {
      return new Unreadable(
          1, "expected a recording, which begins with {\"schema\":\"" + Recorder.SCHEMA + "\": " + reason(damaged));
    }
    return replay.run(lines);
  }

  // What Jackson says of the place counts from the line, which the reader of the message knows already.
  private static String reason(RuntimeException damaged) {
    return damaged instanceof JacksonException json
        ? json.getOriginalMessage()
        : String.valueOf(damaged.getMessage());
  }

  private static <T> Optional<T> role(JsonNode head, String name, Class<T> type) {
    JsonNode node = head.path(name);
    return node.isNull() || node.isMissingNode() ? Optional.empty() : Optional.of(type.cast(JSON.read(node, type)));
  }

  private static <T> List<T> roles(JsonNode head, String name, Class<T> type) {
    JsonNode nodes = head.path(name);
    if (!nodes.isArray()) {
      throw new IllegalArgumentException("expected a list of " + name + ", found " + nodes);
    }
    return nodes.valueStream().map(node -> type.cast(JSON.read(node, type))).toList();
  }

  private Result run(Iterator<String> lines) {
    long number = 1;
    while (lines.hasNext()) {
      String line = lines.next();
      number++;
      Optional<Result> end;
      try {
        end = step(number, JsonMapper.shared().readTree(line));
      } catch (JacksonException | IllegalArgumentException damaged) {
        String message = "expected an event: " + reason(damaged);
        return lines.hasNext()
            ? new Unreadable(number, message)
            : new Same(events, timeline, Optional.of("line " + number + " is torn, and left out"));
      }
      if (end.isPresent()) {
        return end.get();
      }
    }
    return new Same(events, timeline, Optional.empty());
  }

  private Optional<Result> step(long line, JsonNode node) {
    if (node.path("number").asLong(-1) != events + 1) {
      return Optional.of(
          new Unreadable(line, "expected event number " + (events + 1) + ": lines are missing, or it was changed"));
    }
    Event event = (Event) JSON.read(node.path("event"), Event.class);
    Time now = new Time((Long) JSON.read(node.path("at"), long.class));
    draws.refill(longs(node.path("draws")));
    List<Effect> effects = host.handle(event, now);
    events++;
    tell(effects, now);
    // As text: a number that was read is of another class than the same one that is to be written.
    String recorded = node.path("effects").toString();
    String wanted = Recorder.effects(JSON, effects).toString();
    return wanted.equals(recorded) && draws.areUsedUp()
        ? Optional.empty()
        : Optional.of(
            new Different(line, now.nanos() / 1e9, node.path("event").toString(), recorded, wanted));
  }

  private void tell(List<Effect> effects, Time now) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Notify(var notice)) {
        timeline.add(String.format(Locale.ROOT, "%14.3f  %s", now.nanos() / 1e6, notice.text()));
      }
    }
  }

  private static List<Long> longs(JsonNode node) {
    List<Long> longs = new ArrayList<>();
    for (Object each : (List<?>) JSON.read(node, LIST_OF_LONGS)) {
      longs.add((Long) each);
    }
    return longs;
  }

  private static final ParameterizedType LIST_OF_LONGS =
      new ParameterizedType() {
        @Override
        public Type[] getActualTypeArguments() {
          return new Type[] {long.class};
        }

        @Override
        public Type getRawType() {
          return List.class;
        }

        @Override
        public Type getOwnerType() {
          return List.class;
        }
      };

  /** What was drawn is drawn again. */
  private static final class Draws implements Randomness {
    private final Deque<Long> drawn = new ArrayDeque<>();
    private boolean wrong;

    void refill(List<Long> again) {
      wrong |= !drawn.isEmpty();
      drawn.clear();
      drawn.addAll(again);
    }

    boolean areUsedUp() {
      return drawn.isEmpty() && !wrong;
    }

    private long next() {
      Long next = drawn.poll();
      if (next == null) {
        wrong = true;
        return 0;
      }
      return next;
    }

    @Override
    public long jitter(long bound) {
      return next();
    }

    @Override
    public long identifier() {
      return next();
    }

    @Override
    public long secret() {
      return next();
    }
  }
}
