package org.roam6.protocol;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a role has received, or sent; what did not occur is missing.
 *
 * @param messages messages by their kind
 * @param acknowledgementStatuses Binding Acknowledgements by their status
 * @param errorStatuses Binding Errors by their status
 * @param homeAddressOptions messages with a Home Address option
 * @param routingHeaders messages with a type 2 routing header
 */
public record MessageCounts(
    SortedMap<MessageKind, Long> messages,
    SortedMap<Integer, Long> acknowledgementStatuses,
    SortedMap<Integer, Long> errorStatuses,
    long homeAddressOptions,
    long routingHeaders) {

  /** Takes copies. */
  public MessageCounts {
    messages = Collections.unmodifiableSortedMap(new TreeMap<>(messages));
    acknowledgementStatuses = Collections.unmodifiableSortedMap(new TreeMap<>(acknowledgementStatuses));
    errorStatuses = Collections.unmodifiableSortedMap(new TreeMap<>(errorStatuses));
  }
}
