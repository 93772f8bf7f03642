package org.roam6.protocol;

/**
 * A fact worth telling: each role has a sealed family of its own, one record for each kind. The shell around a role
 * turns notices into log lines, counters and the time line of a handover; tests assert on them.
 */
public interface Notice {

  /** How much a person wants to know it. */
  enum Level {
    /** For whoever follows packets. */
    DEBUG,
    /** The ordinary course of things: a node moved, a binding ended. */
    INFO,
    /** Somebody should look: a refused registration, an authentication that failed. */
    WARNING
  }

  /** How much a person wants to know it. */
  Level level();

  /** The fact in one line of English, without line end. */
  String text();
}
