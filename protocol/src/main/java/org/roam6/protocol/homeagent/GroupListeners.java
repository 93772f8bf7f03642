package org.roam6.protocol.homeagent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Effect.Unwant;
import org.roam6.protocol.Effect.Want;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.homeagent.ListenerMachine.Input;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.iana.MulticastAddressRecordType;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.MulticastAddressRecord;
import org.roam6.wire.icmp.MulticastListenerDone;
import org.roam6.wire.icmp.MulticastListenerReport;
import org.roam6.wire.icmp.MulticastListenerReportV2;

/** Which multicast groups the registered mobile nodes listen to (RFC 6275 10.4.3), with the deadlines of that. */
final class GroupListeners {

  private static final int GLOBAL_SCOPE = 14;
  private static final ListenerState ABSENT = new ListenerState.Absent();

  private final HomeAgentConfig config;
  private final GroupLimits limits;
  private final SortedMap<BindingKey, Listener> listeners = new TreeMap<>();
  private final SortedSet<Deadline> deadlines = new TreeSet<>();
  private final SortedMap<Ipv6Address, Integer> members = new TreeMap<>();
  private int memberships;

  GroupListeners(HomeAgentConfig config, GroupLimits limits) {
    this.config = config;
    this.limits = limits;
  }

  /** A mobile node with a binding. */
  private static final class Listener {
    private final BindingKey key;
    private final SortedMap<Ipv6Address, ListenerState> groups = new TreeMap<>();
    private BindingCacheEntry entry;
    private int startupQueriesLeft;
    private Time nextQuery;
    private Time deadline = Time.NEVER;
    private boolean toldOfLimit;

    Listener(BindingCacheEntry entry, Time now) {
      this.key = entry.key();
      this.entry = entry;
      this.nextQuery = now;
    }

    Time earliest() {
      Time earliest = nextQuery;
      for (ListenerState state : groups.values()) {
        earliest = Time.earlier(earliest, state.deadline());
      }
      return earliest;
    }
  }

  /** When a mobile node wants attention; those of equal deadlines come in the order of their keys. */
  private record Deadline(Time time, BindingKey key) implements Comparable<Deadline> {
    @Override
    public int compareTo(Deadline other) {
      int byTime = time.compareTo(other.time);
      return byTime != 0 ? byTime : key.compareTo(other.key);
    }
  }

  /** What is done about one event. */
  private final class Turn {
    private final GroupQueries queries;
    private final Time now;
    private final List<Effect> effects = new ArrayList<>();

    Turn(LinkLayerAddress own, Time now) {
      this.queries = new GroupQueries(config, own);
      this.now = now;
    }

    void registered(BindingCacheEntry entry) {
      Listener listener = listeners.computeIfAbsent(entry.key(), _ -> new Listener(entry, now));
      listener.entry = entry;
      // RFC 3810 9.7: "The Startup Query Count is the number of Queries sent out on startup [...] Default value:
      // [Robustness Variable]." A node that registers may be at the beginning of everything.
      listener.startupQueriesLeft = ListenerMachine.ROBUSTNESS;
      ask(listener);
      settle(listener);
    }

    void gone(Listener listener) {
      List.copyOf(listener.groups.keySet()).forEach(group -> enter(listener, group, ABSENT));
      listeners.remove(listener.key);
      deadlines.remove(new Deadline(listener.deadline, listener.key));
    }

    void heard(Listener listener, Icmpv6Message message) {
      if (message instanceof MulticastListenerReport report) {
        step(listener, report.group(), Input.REPORTED);
      } else if (message instanceof MulticastListenerDone done) {
        step(listener, done.group(), Input.LEFT);
      } else if (message instanceof MulticastListenerReportV2 report) {
        report.records().forEach(each -> heard(listener, each));
      }
      settle(listener);
    }

    // RFC 3810 3: "the Stop Listening operation is equivalent to" INCLUDE with "an empty source list"
    private void heard(Listener listener, MulticastAddressRecord each) {
      boolean none = each.sources().isEmpty();
      switch (each.type()) {
        case MulticastAddressRecordType.MODE_IS_EXCLUDE, MulticastAddressRecordType.CHANGE_TO_EXCLUDE_MODE ->
            step(listener, each.group(), Input.REPORTED);
        case MulticastAddressRecordType.MODE_IS_INCLUDE,
            MulticastAddressRecordType.CHANGE_TO_INCLUDE_MODE,
            MulticastAddressRecordType.ALLOW_NEW_SOURCES ->
            step(listener, each.group(), none ? Input.LEFT : Input.REPORTED);
        case MulticastAddressRecordType.BLOCK_OLD_SOURCES -> step(listener, each.group(), Input.LEFT);
        // RFC 3810 5.2.12: "Multicast Address Records with an unrecognized Record Type value MUST be silently ignored,
        // with the rest of the report being processed."
        default -> {}
      }
    }

    private void step(Listener listener, Ipv6Address group, Input input) {
      // RFC 6275 10.4.2: groups of link-local scope "MUST NOT be tunneled to the mobile node", those of scopes up to
      // global "SHOULD NOT"
      if (!group.isMulticast() || group.multicastScope() != GLOBAL_SCOPE) {
        return;
      }
      ListenerState before = listener.groups.getOrDefault(group, ABSENT);
      if (before instanceof ListenerState.Absent && input == Input.REPORTED && isFull(listener)) {
        refuse(listener, group);
        return;
      }
      ListenerMachine.Step step = ListenerMachine.step(before, input, now);
      enter(listener, group, step.next());
      if (step.asks()) {
        effects.add(queries.about(group, listener.entry));
      }
    }

    private boolean isFull(Listener listener) {
      return listener.groups.size() >= limits.perBinding() || memberships >= limits.inAll();
    }

    private void refuse(Listener listener, Ipv6Address group) {
      if (!listener.toldOfLimit) {
        listener.toldOfLimit = true;
        effects.add(new Notify(new HomeAgentNotice.GroupRefused(listener.key.homeAddress(), group)));
      }
    }

    private void enter(Listener listener, Ipv6Address group, ListenerState next) {
      Ipv6Address home = listener.key.homeAddress();
      if (next instanceof ListenerState.Absent) {
        if (listener.groups.remove(group) == null) {
          return;
        }
        memberships--;
        effects.add(new Unwant(new Desired.GroupListenerKey(listener.key, group)));
        if (members.merge(group, -1, Integer::sum) == 0) {
          members.remove(group);
          effects.add(new Unwant(new Desired.GroupKey(config.homeInterface(), group)));
        }
        effects.add(new Notify(new HomeAgentNotice.GroupLeft(home, group)));
      } else if (listener.groups.put(group, next) == null) {
        memberships++;
        // Before anything is sent to it: the link may pass on only what somebody has asked for.
        if (members.merge(group, 1, Integer::sum) == 1) {
          effects.add(new Want(new Desired.GroupMembership(config.homeInterface(), group)));
        }
        effects.add(new Want(new Desired.GroupListener(listener.key, group)));
        effects.add(new Notify(new HomeAgentNotice.GroupJoined(home, group)));
      }
    }

    void due(Listener listener) {
      for (Map.Entry<Ipv6Address, ListenerState> each : List.copyOf(listener.groups.entrySet())) {
        if (each.getValue().deadline().isDue(now)) {
          step(listener, each.getKey(), Input.DUE);
        }
      }
      if (listener.nextQuery.isDue(now)) {
        ask(listener);
      }
      settle(listener);
    }

    // RFC 6275 10.4.3: "the home agent must periodically transmit MLD Query messages through the tunnel to the mobile
    // node"
    private void ask(Listener listener) {
      listener.toldOfLimit = false;
      listener.startupQueriesLeft = Math.max(0, listener.startupQueriesLeft - 1);
      listener.nextQuery = now.plus(
          listener.startupQueriesLeft > 0
              ? GroupQueries.STARTUP_QUERY_INTERVAL
              : ListenerMachine.QUERY_INTERVAL);
      effects.add(queries.general(listener.entry));
    }

    private void settle(Listener listener) {
      deadlines.remove(new Deadline(listener.deadline, listener.key));
      listener.deadline = listener.earliest();
      deadlines.add(new Deadline(listener.deadline, listener.key));
    }
  }

  /**
   * Takes note of what became of a binding, once what follows from that itself has been done.
   *
   * @param own the link-layer address of the home interface
   */
  List<Effect> follow(BindingKey key, BindingState state, LinkLayerAddress own, Time now) {
    Listener known = listeners.get(key);
    Turn turn = new Turn(own, now);
    if (state instanceof BindingState.Bound bound) {
      boolean isNews = known == null || !known.entry.sequence().equals(bound.entry().sequence());
      if (isNews) {
        turn.registered(bound.entry());
      }
    } else if (known != null) {
      turn.gone(known);
    }
    return turn.effects;
  }

  /** Takes note of what a mobile node says. */
  List<Effect> heard(BindingKey through, Icmpv6Message message, LinkLayerAddress own, Time now) {
    Listener listener = listeners.get(through);
    if (listener == null) {
      return List.of();
    }
    Turn turn = new Turn(own, now);
    turn.heard(listener, message);
    return turn.effects;
  }

  /** The earliest deadline, never where there is none. */
  Time nextDeadline() {
    return deadlines.isEmpty() ? Time.NEVER : deadlines.first().time();
  }

  /** Does what is due. */
  List<Effect> due(LinkLayerAddress own, Time now) {
    if (!nextDeadline().isDue(now)) {
      return List.of();
    }
    Turn turn = new Turn(own, now);
    while (nextDeadline().isDue(now)) {
      turn.due(Objects.requireNonNull(listeners.get(deadlines.first().key())));
    }
    return turn.effects;
  }
}
