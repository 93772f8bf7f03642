package org.roam6.protocol.auth;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.roam6.protocol.Memory;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;

/**
 * Authentic Binding Updates that were refused because their timestamps lie ahead of the clock. Whoever has kept one can
 * play it back when its time has come, and RFC 4285 6 finds nothing wrong with it then. So the number check of RFC 6275
 * 9.5.1 stays in force for the home address, also where there is no binding any more, until a later timestamp has been
 * accepted. There is one entry for a home address at most.
 */
final class EarlyUpdates {

  private final Map<Ipv6Address, Memory.EarlyBindingUpdate> byHomeAddress = new TreeMap<>();

  /** One was refused; what is to be remembered then, nothing where it is one of those that were refused before. */
  Optional<Memory.EarlyBindingUpdate> refused(Memory.EarlyBindingUpdate update) {
    Memory.EarlyBindingUpdate before = byHomeAddress.get(update.homeAddress());
    Memory.EarlyBindingUpdate all = byHomeAddress.merge(update.homeAddress(), update, EarlyUpdates::both);
    return all.equals(before) ? Optional.empty() : Optional.of(all);
  }

  private static Memory.EarlyBindingUpdate both(Memory.EarlyBindingUpdate one, Memory.EarlyBindingUpdate other) {
    return new Memory.EarlyBindingUpdate(
        one.homeAddress(),
        NtpTimestamp.later(one.timestamp(), other.timestamp()),
        other.sequence().isGreaterThan(one.sequence()) ? other.sequence() : one.sequence());
  }

  /**
   * The number that those of a home address have to exceed, while one that was refused could be played back.
   *
   * @param accepted the last timestamp that was accepted of the association; empty where none was
   */
  Optional<SequenceNumber> last(Ipv6Address homeAddress, Optional<NtpTimestamp> accepted) {
    return Optional.ofNullable(byHomeAddress.get(homeAddress))
        .filter(early -> accepted.filter(last -> !early.timestamp().isAfter(last)).isEmpty())
        .map(Memory.EarlyBindingUpdate::sequence);
  }

  /** One that was not early is accepted. */
  void accepted(Ipv6Address homeAddress, NtpTimestamp timestamp, SequenceNumber sequence) {
    byHomeAddress.computeIfPresent(
        homeAddress,
        (_, early) ->
            early.timestamp().isAfter(timestamp)
                ? new Memory.EarlyBindingUpdate(homeAddress, early.timestamp(), sequence)
                : null);
  }
}
