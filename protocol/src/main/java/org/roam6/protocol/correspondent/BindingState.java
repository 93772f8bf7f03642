package org.roam6.protocol.correspondent;

import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.SequenceNumber;

/** How far a binding is. */
sealed interface BindingState {

  /** When it wants attention. */
  Time deadline();

  /** The last sequence number that was accepted, where one has to be remembered. */
  Optional<SequenceNumber> last();

  /** Nothing is known of it. */
  record Absent() implements BindingState {
    @Override
    public Time deadline() {
      return Time.NEVER;
    }

    @Override
    public Optional<SequenceNumber> last() {
      return Optional.empty();
    }
  }

  /**
   * Packets go to the care-of address.
   *
   * @param entry the entry of the Binding Cache
   * @param traffic when packets were last heard of; empty where none were yet
   * @param nextRequest when the mobile node is next to be asked to renew it, if it is in use then
   * @param unreachability what errors say of the care-of address
   */
  record Bound(
      BindingCacheEntry entry, Optional<Time> traffic, Time nextRequest, Unreachability unreachability)
      implements BindingState {
    @Override
    public Time deadline() {
      return Time.earlier(nextRequest, entry.expiry());
    }

    @Override
    public Optional<SequenceNumber> last() {
      return Optional.of(entry.sequence());
    }

    Bound usedAt(Time now, Unreachability known) {
      return new Bound(entry, Optional.of(now), nextRequest, known);
    }

    Bound askingAt(Time moment) {
      return new Bound(entry, traffic, moment, unreachability);
    }

    Bound with(Unreachability known) {
      return new Bound(entry, traffic, nextRequest, known);
    }
  }

  /**
   * It is gone, and the nonces that authorized it are accepted yet.
   *
   * @param sequence the last sequence number that was accepted
   * @param until when one of the nonces has become too old
   */
  record Removed(SequenceNumber sequence, Time until) implements BindingState {
    @Override
    public Time deadline() {
      return until;
    }

    @Override
    public Optional<SequenceNumber> last() {
      return Optional.of(sequence);
    }
  }
}
