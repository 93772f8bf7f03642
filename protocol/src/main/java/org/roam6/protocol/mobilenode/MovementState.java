package org.roam6.protocol.mobilenode;

import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.protocol.mobilenode.Place.Nowhere;

/** Where movement detection stands. */
sealed interface MovementState {

  /** What is remembered. */
  Past past();

  /** When something is due. */
  Time deadline();

  /** The link that the node is on, or was on last. */
  Optional<Network> network();

  /** Where the node can send from now; {@link Nowhere} while that is not known. */
  Place place();

  /** The word for it in the diagram of the package. */
  String label();

  /**
   * There is no carrier.
   *
   * @param network the link that the node was on last
   */
  record Detached(Past past, Optional<Network> network) implements MovementState {
    @Override
    public Time deadline() {
      return network.map(Network::nextExpiry).orElse(Time.NEVER);
    }

    @Override
    public Place place() {
      return new Nowhere();
    }

    @Override
    public String label() {
      return "detached";
    }
  }

  /**
   * Routers are asked who they are, and the first answer decides on which link the node is.
   *
   * @param network the link that the node was on last
   * @param replugged whether the cable was pulled, so that it is open where the node is; otherwise only the router is
   *     gone, and the care-of address is used as long as nothing better is known
   * @param probed whether routers of known links were asked too, since the answer of one tells as well (RFC 6059)
   * @param sent solicitations sent for this question
   * @param next when the next one is due; never where enough were sent
   */
  record Soliciting(
      Past past, Optional<Network> network, boolean replugged, boolean probed, int sent, Time next)
      implements MovementState {

    /** After known routers were asked at {@code now}. */
    Soliciting probing(Time now) {
      return new Soliciting(past.withProbes(now), network, replugged, true, sent, next);
    }

    /** After routers were solicited once more. */
    Soliciting solicited(Past including, Time nextTime) {
      return new Soliciting(including, network, replugged, probed, sent + 1, nextTime);
    }

    /** Where routers may be solicited only at {@code moment}. */
    Soliciting at(Time moment) {
      return new Soliciting(past, network, replugged, probed, sent, moment);
    }

    @Override
    public Time deadline() {
      return Time.earlier(next, network.map(Network::nextExpiry).orElse(Time.NEVER));
    }

    @Override
    public Place place() {
      return replugged ? new Nowhere() : network.map(Network::place).orElseGet(Nowhere::new);
    }

    @Override
    public String label() {
      return "soliciting";
    }
  }

  /**
   * The node knows where it is.
   *
   * @param here the link
   */
  record Attached(Past past, Network here) implements MovementState {
    @Override
    public Time deadline() {
      Time suspicious = here.current().map(KnownRouter::suspiciousFrom).orElse(Time.NEVER);
      return Time.earlier(suspicious, here.nextExpiry());
    }

    @Override
    public Optional<Network> network() {
      return Optional.of(here);
    }

    @Override
    public Place place() {
      return here.place();
    }

    @Override
    public String label() {
      return "attached";
    }
  }

  /**
   * Something speaks for a move that no link event told of, and the current router is asked whether it is still there.
   *
   * @param here the link as it was
   * @param router the router that is asked
   * @param candidate the other link as far as it was heard, if that was the reason
   * @param sent solicitations sent to the router
   * @param next when the next one is due, or the router counts as gone
   */
  record Verifying(
      Past past,
      Network here,
      KnownRouter router,
      Optional<Network> candidate,
      int sent,
      Time next)
      implements MovementState {
    @Override
    public Time deadline() {
      return Time.earlier(next, here.nextExpiry());
    }

    @Override
    public Optional<Network> network() {
      return Optional.of(here);
    }

    @Override
    public Place place() {
      return here.place();
    }

    @Override
    public String label() {
      return "verifying";
    }
  }
}
