package org.roam6.linux.host;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.roam6.linux.abi.Clocks;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.abi.Rtnetlink;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.netlink.AddressFlag;
import org.roam6.linux.netlink.AddressInfo;
import org.roam6.linux.netlink.LinkInfo;
import org.roam6.linux.netlink.NetlinkException;
import org.roam6.linux.netlink.RouteInfo;
import org.roam6.linux.netlink.RouteNetlink;

/**
 * What the kernel learned from router advertisements on an interface before Roam6 took it over: left there, it would be
 * chosen on links where it leads nowhere.
 *
 * @param interfaceIndex the interface
 * @param carrierDowns how often the interface had lost its carrier by then
 * @param nanos when that was, on the boot-time clock
 * @param addresses the addresses that the kernel formed
 * @param routes default routes and on-link prefixes
 */
record LearnedState(
    int interfaceIndex, int carrierDowns, long nanos, List<AddressInfo> addresses, List<RouteInfo> routes) {

  /** {@code IFAPROT_KERNEL_RA}. */
  private static final int ADDRESS_FROM_ADVERTISEMENT = 2;

  /** Takes it away from the kernel. */
  static LearnedState take(RouteNetlink netlink, int interfaceIndex) throws NetlinkException {
    List<RouteInfo> routes = netlink.routes().all().stream()
        .filter(route -> route.out() == interfaceIndex && isLearned(route)).toList();
    List<AddressInfo> addresses = netlink.addresses().all().stream()
        .filter(address -> address.interfaceIndex() == interfaceIndex && isLearned(address)).toList();
    for (AddressInfo address : addresses) {
      netlink.addresses().delete(address);
    }
    for (RouteInfo route : routes) {
      try {
        netlink.routes().delete(route);
      } catch (NetlinkException e) {
        // The route to a prefix may have gone with the address.
        if (e.errno() != Errno.ESRCH) {
          throw e;
        }
      }
    }
    int downs = netlink.links().find(interfaceIndex).map(LinkInfo::carrierDowns).orElse(0);
    return new LearnedState(interfaceIndex, downs, now(), addresses, routes);
  }

  private static boolean isLearned(RouteInfo route) {
    boolean expires = route.lifetimeSeconds() != 0;
    return route.protocol() == Rtnetlink.RTPROT_RA || route.protocol() == Rtnetlink.RTPROT_KERNEL && expires;
  }

  private static boolean isLearned(AddressInfo address) {
    boolean fromAdvertisement = address.protocol() == ADDRESS_FROM_ADVERTISEMENT
        || address.protocol() == 0 && !address.is(AddressFlag.PERMANENT);
    return fromAdvertisement && !address.address().isLinkLocal();
  }

  private static long now() {
    return Libc.system().clockGettime(Clocks.CLOCK_BOOTTIME);
  }

  /**
   * Gives it back, as far as it has not expired meanwhile. After a move nothing is given back: the next router
   * advertisement tells what holds there.
   */
  void giveBack(RouteNetlink netlink) throws NetlinkException {
    if (netlink.links().find(interfaceIndex).filter(link -> link.carrierDowns() == carrierDowns).isEmpty()) {
      return;
    }
    LearnedState left = after(TimeUnit.NANOSECONDS.toSeconds(now() - nanos));
    for (AddressInfo address : left.addresses()) {
      netlink.addresses().replace(address);
    }
    for (RouteInfo route : left.routes()) {
      netlink.routes().replace(route);
    }
  }

  /** What is left of it after so many seconds. */
  LearnedState after(long seconds) {
    return new LearnedState(
        interfaceIndex,
        carrierDowns,
        nanos,
        addresses.stream()
            .filter(address -> remaining(address.validSeconds(), seconds) > 0)
            .map(address -> aged(address, seconds))
            .toList(),
        routes.stream()
            .filter(route -> route.lifetimeSeconds() == 0 || route.lifetimeSeconds() > seconds)
            .map(route -> aged(route, (int) seconds))
            .toList());
  }

  private static long remaining(long lifetime, long elapsed) {
    return lifetime == AddressInfo.FOREVER ? lifetime : Math.max(0, lifetime - elapsed);
  }

  private static AddressInfo aged(AddressInfo address, long elapsed) {
    Set<AddressFlag> flags = new HashSet<>(address.flags());
    flags.removeAll(Set.of(AddressFlag.TENTATIVE, AddressFlag.OPTIMISTIC, AddressFlag.DEPRECATED));
    flags.add(AddressFlag.NO_DAD);
    return new AddressInfo(
        address.interfaceIndex(),
        address.address(),
        address.prefixLength(),
        flags,
        remaining(address.preferredSeconds(), elapsed),
        remaining(address.validSeconds(), elapsed),
        address.protocol());
  }

  private static RouteInfo aged(RouteInfo route, int elapsed) {
    return new RouteInfo(
        route.table(),
        route.destination(),
        route.kind(),
        route.via(),
        route.out(),
        route.metric(),
        route.mtu(),
        route.protocol(),
        route.lifetimeSeconds() == 0 ? 0 : route.lifetimeSeconds() - elapsed);
  }
}
