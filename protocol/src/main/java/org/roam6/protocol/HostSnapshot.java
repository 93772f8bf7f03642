package org.roam6.protocol;

import java.util.Map;

/**
 * What a host counts.
 *
 * @param messages messages that reached the roles
 * @param drops packets that had no effect, by cause; causes that did not occur are missing
 * @param answersWithheld error messages not sent because there were too many
 */
public record HostSnapshot(long messages, Map<DropCause, Long> drops, long answersWithheld) {}
