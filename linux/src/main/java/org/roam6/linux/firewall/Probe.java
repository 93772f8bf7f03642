package org.roam6.linux.firewall;

import java.util.Optional;

/**
 * An imagined packet.
 *
 * @param need what it is
 * @param in name of the interface that it comes in on, where that is known
 * @param out name of the interface that it leaves by, where that is known
 */
record Probe(Need need, Optional<String> in, Optional<String> out) {}
