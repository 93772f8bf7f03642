package org.roam6.bench.homeagent;

import java.util.List;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.AlternateCareOfAddress;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MobilityHeader;

/** Mobile nodes by their numbers, from 0 on, and what they send. */
final class MobileNodes {

  static final Ipv6Prefix HOME_PREFIX = Ipv6Prefix.parse("2001:db8:1::/64");
  static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8:1::1");
  /** Where their care-of addresses are. */
  static final Ipv6Prefix VISITED = Ipv6Prefix.parse("2001:db8:a::/64");

  private static final int HOP_LIMIT = 64;
  private static final int SEQUENCE_NUMBERS = 1 << 16;
  private static final int LIFETIME_UNITS = 0xffff;
  private static final long FIRST_IDENTIFIER = 0x100;

  private MobileNodes() {}

  static Ipv6Address homeAddress(int number) {
    return HOME_PREFIX.withInterfaceIdentifier(FIRST_IDENTIFIER + number);
  }

  /** The number of the mobile node with this home address. */
  static int number(Ipv6Address homeAddress) {
    return (int) (homeAddress.low() - FIRST_IDENTIFIER);
  }

  /** A care-of address; with every round each mobile node has another one. */
  static Ipv6Address careOfAddress(int number, int round) {
    return VISITED.withInterfaceIdentifier((long) (round + 1) << 32 | number);
  }

  /** A Binding Update to the home agent, which stands in for the link-local address, too. */
  static Octets update(int number, int round) {
    Ipv6Address home = homeAddress(number);
    Ipv6Address careOf = careOfAddress(number, round);
    BindingUpdate update =
        new BindingUpdate(
            (round + 1) % SEQUENCE_NUMBERS, true, true, true, false, 0, LIFETIME_UNITS,
            List.of(new AlternateCareOfAddress(careOf)));
    Octets octets = MobilityHeader.of(update).encode(home, HOME_AGENT);
    return Ipv6Packet.of(careOf, HOME_AGENT, HOP_LIMIT, IpProtocol.MOBILITY, octets)
        .withHomeAddressOption(home)
        .encode();
  }
}
