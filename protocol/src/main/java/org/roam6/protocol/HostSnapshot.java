package org.roam6.protocol;

import java.util.Map;
import java.util.SortedMap;

/**
 * What a host counts.
 *
 * @param messages messages that reached the roles
 * @param drops packets that had no effect, by cause; causes that did not occur are missing
 * @param answersWithheld error messages not sent because there were too many
 * @param received the messages, by the role that they were for
 * @param sent the messages that the roles sent, and the host itself
 */
public record HostSnapshot(
    long messages,
    Map<DropCause, Long> drops,
    long answersWithheld,
    SortedMap<Role, MessageCounts> received,
    SortedMap<Role, MessageCounts> sent) {}
