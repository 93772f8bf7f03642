package org.roam6.linux.firewall;

/** One rule of a chain. */
interface Rule {

  /**
   * What a rule does with a packet.
   *
   * @param applies whether all that it asks for holds
   * @param mentions whether it asks for this kind of packet, rather than for all kinds
   * @param verdict what it does then
   */
  record Decision(Truth applies, boolean mentions, Verdict verdict) {
    static final Decision NONE = new Decision(Truth.NO, false, new Verdict.Continue());
  }

  Decision decide(Probe probe);

  /** Whether it drops packets whose source is routed another way than they came. */
  default boolean checksReversePath() {
    return false;
  }
}
