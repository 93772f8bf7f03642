package org.roam6.protocol.homeagent;

import java.time.Duration;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;

/** Where the advertising of prefixes to one registered mobile node stands (RFC 6275 10.6.2). */
sealed interface PrefixAdvertisingState {

  /** When something is due. */
  Time deadline();

  /** When an advertisement was sent to it last; long ago where none was. */
  Time last();

  /** The mobile node knows all, as far as one can tell. */
  record Settled(Time last, Time deadline) implements PrefixAdvertisingState {}

  /** There is something to tell. */
  record Scheduled(Time last, Time deadline) implements PrefixAdvertisingState {}

  /**
   * It was told, and has not asked for it yet, by which it would acknowledge.
   *
   * @param transmissions how often it was told
   * @param timeout how long this one waits for that
   */
  record Unacknowledged(Time last, int transmissions, Duration timeout) implements PrefixAdvertisingState {
    @Override
    public Time deadline() {
      return last.plus(timeout);
    }
  }

  /** It was told in vain. */
  record GivenUp(Time last, Time deadline) implements PrefixAdvertisingState {}

  /** It has asked, and was sent something less than a second ago. */
  record Answering(Time last, Question question, Time deadline) implements PrefixAdvertisingState {}

  /**
   * A Mobile Prefix Solicitation.
   *
   * @param identifier which comes back in the answer
   * @param from where it came from
   */
  record Question(int identifier, Ipv6Address from) {}
}
