package org.roam6.protocol.mobilenode;

import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;

/** One transmission of a Binding Update, to the home agent or to a correspondent node. */
sealed interface TransmittedUpdate permits CorrespondentState.SentUpdate, RegistrationState.Outstanding {

  /** Its sequence number. */
  SequenceNumber sequence();

  /** When it was sent. */
  Time sent();

  /** What it asks for. */
  Lifetime lifetime();

  /** The one of {@code outstanding} with this sequence number. */
  static <T extends TransmittedUpdate> Optional<T> find(List<T> outstanding, SequenceNumber sequence) {
    return outstanding.stream().filter(update -> update.sequence().equals(sequence)).findFirst();
  }

  /** The shortest lifetime in {@code update} and those of {@code outstanding} that were sent after it. */
  static <T extends TransmittedUpdate> Lifetime shortestSince(List<T> outstanding, T update) {
    return outstanding.stream()
        .filter(each -> !each.sent().isBefore(update.sent()))
        .map(TransmittedUpdate::lifetime)
        .reduce(update.lifetime(), Lifetime::shorter);
  }
}
