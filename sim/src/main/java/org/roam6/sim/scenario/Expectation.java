package org.roam6.sim.scenario;

import java.time.Duration;
import java.util.Optional;
import org.roam6.protocol.Time;

/** What a scenario expects besides that no invariant fails. */
public sealed interface Expectation {

  /** The line of the scenario that says so; 1 for the first. */
  int line();

  /**
   * A part of the simulation.
   *
   * @param from its beginning
   * @param to its end
   */
  record Span(Time from, Time to) {

    /** The whole simulation. */
    public static final Span WHOLE = new Span(Time.ZERO, Time.NEVER);

    boolean contains(Time moment) {
      return !moment.isBefore(from) && !to.isBefore(moment);
    }
  }

  /**
   * At a moment a mobile node is on a link, and it and its home agent agree about that.
   *
   * @param homeAgent which home agent that is, if that matters
   */
  record StandsAt(int line, Time moment, String host, String link, Optional<String> homeAgent)
      implements Expectation {}

  /**
   * How often a host tells something.
   *
   * @param notice the kind of the notice
   * @param least at least so often
   * @param most at most so often
   * @param saying what the notice's text contains, if that matters
   */
  record Tells(int line, String host, String notice, int least, int most, Optional<String> saying, Span span)
      implements Expectation {}

  /** Which way all datagrams of a flow go that arrive, by when they are sent: past the home agent or by it. */
  record Goes(int line, String from, String to, boolean directly, Span span) implements Expectation {}

  /** How many of the datagrams of a flow, by when they are sent, do not arrive at most. */
  record Loses(int line, String from, String to, long most, Span span) implements Expectation {}

  /** How long the longest time between two arrivals of a flow is at most. */
  record Pauses(int line, String from, String to, Duration most, Span span) implements Expectation {}
}
