package org.roam6.sim.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Time;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.world.Observer;
import org.roam6.sim.world.SimulatedHost;

/** The story of a simulation for a person: what hosts told, what was done to them, which frames were harmed. */
public final class Timeline implements Observer {

  private final int mostLines;
  private final Deque<String> lines = new ArrayDeque<>();
  private long leftOut;

  /** A timeline that keeps the last {@code mostLines} lines. */
  public Timeline(int mostLines) {
    this.mostLines = mostLines;
  }

  /** The lines, the earliest first; where some were left out the first line says how many. */
  public List<String> lines() {
    List<String> all = new ArrayList<>();
    if (leftOut > 0) {
      all.add("... " + leftOut + " lines before");
    }
    all.addAll(lines);
    return List.copyOf(all);
  }

  private void add(Time now, String host, String text) {
    if (lines.size() == mostLines) {
      lines.remove();
      leftOut++;
    }
    lines.add(String.format(Locale.ROOT, "%12.3f  %-10s %s", now.nanos() / 1e6, host, text));
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Notify(Notice notice)) {
        add(now, host.name(), notice.text());
      }
    }
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    add(now, host.name(), "*** " + text(disturbance));
  }

  private static String text(Disturbance disturbance) {
    return switch (disturbance) {
      case Disturbance.PluggedIn(var port, var link) -> port.name() + " is plugged into " + link;
      case Disturbance.Unplugged(var port, var link) -> port.name() + " is pulled out of " + link;
      case Disturbance.Stopped(boolean killed) -> "Roam6 " + (killed ? "is killed" : "stops");
      case Disturbance.Started(boolean withStorage) ->
          "Roam6 starts" + (withStorage ? "" : ", and its storage is lost");
      case Disturbance.FellAsleep(Time end) ->
          String.format(Locale.ROOT, "the machine sleeps until %.3f", end.nanos() / 1e6);
      case Disturbance.WokeUp() -> "the machine wakes up";
      case Disturbance.AddressTaken(var address, boolean taken) -> (taken ? "takes " : "gives up ") + address;
      case Disturbance.ClockSet(long offsetNanos) ->
          String.format(Locale.ROOT, "the wall clock is set, wrong by %.3f s", offsetNanos / 1e9);
    };
  }

  @Override
  public void harmed(Link link, Frame frame, Harm harm, Time now) {
    add(now, link.name(), "--- a frame " + text(harm) + ": " + PacketText.of(frame.packet()));
  }

  private static String text(Harm harm) {
    return switch (harm) {
      case LOST -> "is lost";
      case DUPLICATED -> "is duplicated";
      case DELAYED -> "comes late";
      case CORRUPTED -> "is damaged";
      case PARTITIONED -> "does not get through";
      case OVERFLOWED -> "finds the queue full";
      case RECEIVER_GONE -> "misses its receiver";
    };
  }
}
