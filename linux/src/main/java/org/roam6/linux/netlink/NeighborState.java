package org.roam6.linux.netlink;

import org.roam6.linux.abi.Neighbour;

/** How sure the kernel is of a neighbour (RFC 4861 7.3.2), {@code NUD_} in {@code linux/neighbour.h}. */
public enum NeighborState {
  /** Nothing is known and nobody asks. */
  NONE(0),
  /** Being asked for. */
  INCOMPLETE(Neighbour.NUD_INCOMPLETE),
  /** Confirmed of late. */
  REACHABLE(Neighbour.NUD_REACHABLE),
  /** Confirmed long ago. */
  STALE(Neighbour.NUD_STALE),
  /** Used, soon to be asked. */
  DELAY(Neighbour.NUD_DELAY),
  /** Being asked again. */
  PROBE(Neighbour.NUD_PROBE),
  /** Does not answer. */
  FAILED(Neighbour.NUD_FAILED),
  /** Needs no asking. */
  NO_ARP(Neighbour.NUD_NOARP),
  /** Set for good. */
  PERMANENT(Neighbour.NUD_PERMANENT);

  private final int number;

  NeighborState(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static NeighborState of(int number) {
    for (NeighborState state : values()) {
      if (state.number == number) {
        return state;
      }
    }
    return NONE;
  }
}
