package org.roam6.protocol.router;

import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;

/** Where an advertising interface stands. */
sealed interface AdvertisingState {

  /** When something is due. */
  Time deadline();

  /** The interface has no cable, or no link-local address to advertise from. */
  record Silent() implements AdvertisingState {
    @Override
    public Time deadline() {
      return Time.NEVER;
    }
  }

  /**
   * The first advertisements go out sooner, so that hosts learn of the router (RFC 4861 6.2.4).
   *
   * @param sender whom the advertisements come from
   * @param schedule when they are sent
   * @param remaining how many are left, at least 1
   */
  record Introducing(Sender sender, Schedule schedule, int remaining) implements AdvertisingState {
    @Override
    public Time deadline() {
      return schedule.next();
    }
  }

  /**
   * Advertisements go out at the configured interval.
   *
   * @param sender whom the advertisements come from
   * @param schedule when they are sent
   */
  record Settled(Sender sender, Schedule schedule) implements AdvertisingState {
    @Override
    public Time deadline() {
      return schedule.next();
    }
  }

  /**
   * The addresses of the advertising interface.
   *
   * @param address its link-local address
   * @param linkLayerAddress its link-layer address
   * @param mtu its MTU in octets
   */
  record Sender(Ipv6Address address, LinkLayerAddress linkLayerAddress, int mtu) {}

  /**
   * When advertisements to all nodes are sent.
   *
   * @param last when the last one was; long ago where there was none
   * @param next when the next one is due
   */
  record Schedule(Time last, Time next) {}
}
