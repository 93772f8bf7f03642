package org.roam6.sim.network;

import java.util.List;
import java.util.stream.Stream;

/** Why a DHCPv6 server leases nothing for a while (RFC 8415 18.3). */
public enum LeaseRefusal {
  /** It does not answer. */
  SILENCE("silence"),
  /** It has addresses on offer, and says then that they are of another link, and those that it has leased. */
  NOT_ON_LINK("not-on-link"),
  /** It has no more addresses, and extends the leases that there are. */
  NO_ADDRESSES("no-addresses"),
  /** It fails, and says so. */
  FAILURE("failure");

  private final String word;

  LeaseRefusal(String word) {
    this.word = word;
  }

  /** What it is called in scenarios. */
  public String word() {
    return word;
  }

  /** What all of them are called. */
  public static List<String> words() {
    return Stream.of(values()).map(LeaseRefusal::word).toList();
  }

  /** The one that is called so, which is one of {@link #words}. */
  public static LeaseRefusal of(String word) {
    return Stream.of(values()).filter(each -> each.word.equals(word)).findFirst().orElseThrow();
  }
}
