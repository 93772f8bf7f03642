package org.roam6.linux.firewall;

/** Where on their way packets meet a chain. */
public enum Hook {
  /** As they come in, before it is known where they go. */
  PREROUTING,
  /** For this host. */
  INPUT,
  /** Through this host. */
  FORWARD,
  /** From this host. */
  OUTPUT,
  /** As they leave. */
  POSTROUTING,
  /** As they come from the network card, before all else sees them. */
  INGRESS,
  /** As they go to the network card. */
  EGRESS;

  /** The hook of this number in netfilter's families for IPv6. */
  static Hook ofNumber(int number) {
    return switch (number) {
      case 0 -> PREROUTING;
      case 1 -> INPUT;
      case 2 -> FORWARD;
      case 3 -> OUTPUT;
      case 4 -> POSTROUTING;
      default -> INGRESS;
    };
  }
}
