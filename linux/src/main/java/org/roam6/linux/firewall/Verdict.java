package org.roam6.linux.firewall;

/** What becomes of a packet at a rule. */
sealed interface Verdict {

  /** The packet is let through the chain. */
  record Accept() implements Verdict {}

  /** The packet vanishes, with or without an answer. */
  record Drop() implements Verdict {}

  /** The next rule is tried. */
  record Continue() implements Verdict {}

  /** Back to where the chain was called. */
  record Return() implements Verdict {}

  /** The rules of another chain; with {@code back} then the next rule. */
  record Call(String chain, boolean back) implements Verdict {}
}
