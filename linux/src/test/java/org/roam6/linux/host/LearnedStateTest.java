package org.roam6.linux.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.roam6.linux.abi.Rtnetlink;
import org.roam6.linux.netlink.AddressFlag;
import org.roam6.linux.netlink.AddressInfo;
import org.roam6.linux.netlink.RouteInfo;
import org.roam6.linux.netlink.RouteKind;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/** What a kernel had learned grows old while Roam6 keeps it. */
final class LearnedStateTest {

  private static final int INDEX = 3;
  private static final int FROM_ADVERTISEMENT = 2;

  private static AddressInfo address(long preferred, long valid, AddressFlag... flags) {
    return new AddressInfo(
        INDEX, Ipv6Address.parse("2001:db8:7::7"), 64, Set.of(flags), preferred, valid, FROM_ADVERTISEMENT);
  }

  private static RouteInfo route(int lifetime) {
    return new RouteInfo(
        Rtnetlink.RT_TABLE_MAIN, Ipv6Prefix.parse("::/0"), RouteKind.UNICAST,
        Optional.of(Ipv6Address.parse("fe80::1")), INDEX, 1024, 0, Rtnetlink.RTPROT_RA, lifetime);
  }

  private static LearnedState learned(List<AddressInfo> addresses, List<RouteInfo> routes) {
    return new LearnedState(INDEX, 1, 0, addresses, routes);
  }

  @Test
  void lifetimesGoOn() {
    LearnedState left = learned(List.of(address(100, 200)), List.of(route(150))).after(60);
    assertThat(left.addresses()).containsExactly(address(40, 140, AddressFlag.NO_DAD));
    assertThat(left.routes()).containsExactly(route(90));
  }

  @Test
  void whatHasEndedIsGoneAndWhatWasPreferredIsDeprecated() {
    LearnedState all =
        learned(List.of(address(100, 200), address(20, 100)), List.of(route(100), route(101)));
    LearnedState left = all.after(100);
    assertThat(left.addresses()).containsExactly(address(0, 100, AddressFlag.NO_DAD));
    assertThat(left.routes()).containsExactly(route(1));
  }

  @Test
  void whatHasNoEndStays() {
    AddressInfo forever = address(AddressInfo.FOREVER, AddressInfo.FOREVER);
    LearnedState left = learned(List.of(forever), List.of(route(0))).after(1 << 30);
    assertThat(left.addresses())
        .containsExactly(address(AddressInfo.FOREVER, AddressInfo.FOREVER, AddressFlag.NO_DAD));
    assertThat(left.routes()).containsExactly(route(0));
  }

  @Test
  void anAddressIsNotLookedForOnceMore() {
    LearnedState left =
        learned(List.of(address(9, 9, AddressFlag.TENTATIVE, AddressFlag.OPTIMISTIC)), List.of()).after(0);
    assertThat(left.addresses()).containsExactly(address(9, 9, AddressFlag.NO_DAD));
  }
}
