package org.roam6.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.roam6.linux.abi.Netlink;
import org.roam6.linux.abi.Rtnetlink;
import org.roam6.linux.netlink.RuleInfo.Action;
import org.roam6.linux.netlink.RuleInfo.GoTo;
import org.roam6.linux.netlink.RuleInfo.LookUp;
import org.roam6.linux.netlink.RuleInfo.LookUpSpecial;
import org.roam6.linux.netlink.RuleInfo.Nothing;
import org.roam6.linux.netlink.RuleInfo.Selector;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;

/** What is asked of the kernel reads back as it was written, as the kernel repeats it in its events. */
final class MessagesTest {

  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::5");

  private static NetlinkMessage reread(MessageBuilder message) {
    List<NetlinkMessage> messages = NetlinkMessage.parse(ByteBuffer.wrap(message.build(7)));
    assertThat(messages).hasSize(1);
    return messages.getFirst();
  }

  @Test
  void headerCarriesTypeFlagsSequenceAndLength() {
    byte[] octets = new MessageBuilder(Rtnetlink.RTM_GETLINK, Netlink.NLM_F_ACK).octets(1, 2).int16(3).build(9);
    ByteBuffer read = ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder());
    assertThat(read.getInt(0)).isEqualTo(20);
    assertThat(read.getShort(4)).isEqualTo((short) Rtnetlink.RTM_GETLINK);
    assertThat(read.getShort(6)).isEqualTo((short) (Netlink.NLM_F_ACK | Netlink.NLM_F_REQUEST));
    assertThat(read.getInt(8)).isEqualTo(9);
  }

  @Test
  void attributesArePaddedAndNested() {
    NetlinkMessage message = reread(new MessageBuilder(1, 0)
        .attributeText(3, "ab")
        .nested(5, inner -> inner.attributeOctet(1, 200).attributeInt(2, -2))
        .attributeOctet(6, 1));
    Attributes attributes = Attributes.parse(message.payload(), 0);
    assertThat(attributes.text(3)).contains("ab");
    assertThat(attributes.nested(5).octet(1, 0)).isEqualTo(200);
    assertThat(attributes.nested(5).int32(2, 0)).isEqualTo(-2);
    assertThat(attributes.octet(6, 0)).isEqualTo(1);
    assertThat(attributes.has(7)).isFalse();
  }

  @Test
  void growsBeyondItsFirstBuffer() {
    byte[] large = new byte[5000];
    large[4999] = 3;
    MessageBuilder builder = new MessageBuilder(1, 0).attributeInt(1, 4).attribute(2, large);
    Attributes attributes = Attributes.parse(reread(builder).payload(), 0);
    assertThat(attributes.int32(1, 0)).isEqualTo(4);
    assertThat(attributes.int32(2, 4996, 0)).isEqualTo(ByteBuffer.wrap(new byte[] {0, 0, 0, 3})
        .order(ByteOrder.nativeOrder()).getInt());
  }

  @Test
  void leavesOutWhatIsCutOff() {
    byte[] whole = new MessageBuilder(1, 0).attributeInt(1, 4).attributeInt(2, 5).build(1);
    for (int length = 0; length < whole.length; length++) {
      assertThat(NetlinkMessage.parse(ByteBuffer.wrap(whole, 0, length))).isEmpty();
    }
    ByteBuffer attributes = ByteBuffer.wrap(whole, 16, 13).slice();
    assertThat(Attributes.parse(attributes, 0).has(1)).isTrue();
    assertThat(Attributes.parse(attributes, 0).has(2)).isFalse();
  }

  @Test
  void splitsDatagramsIntoMessages() {
    byte[] first = new MessageBuilder(1, 0).octets(1).build(1);
    byte[] second = new MessageBuilder(2, 0).octets(2).build(2);
    ByteBuffer both = ByteBuffer.allocate(20 + second.length).put(first).position(20).put(second).flip();
    assertThat(NetlinkMessage.parse(both)).extracting(NetlinkMessage::type).containsExactly(1, 2);
  }

  @Test
  void addressReadsBack() {
    AddressInfo address = new AddressInfo(
        4, HOME, 64, Set.of(AddressFlag.OPTIMISTIC, AddressFlag.NO_PREFIX_ROUTE), 0, AddressInfo.FOREVER, 62);
    assertThat(AddressInfo.decode(reread(Addresses.add(address, 0)))).contains(address);
  }

  @Test
  void routeReadsBack() {
    RouteInfo route = new RouteInfo(
        1252, Ipv6Prefix.parse("::/0"), RouteKind.UNICAST, Optional.of(HOME), 3, 17, 1460, 62, 0, Optional.of(HOME));
    assertThat(RouteInfo.decode(reread(Routes.add(route, 0)))).contains(route);
    RouteInfo hole = new RouteInfo(
        252, Ipv6Prefix.parse("2001:db8::/33"), RouteKind.BLACKHOLE, Optional.empty(), 0, 1, 0, 62, 0);
    assertThat(RouteInfo.decode(reread(Routes.add(hole, 0)))).contains(hole);
  }

  @Test
  void ruleReadsBack() {
    Selector everything = new Selector(
        new Ipv6Prefix(HOME, 128), true, Ipv6Prefix.parse("2001:db8:f::/48"), 17, 5000, 65535, 0x1000_0000, true);
    for (Action action : List.of(new LookUp(252), new LookUp(1252), new LookUpSpecial(254), new GoTo(1066),
        new Nothing())) {
      RuleInfo rule = new RuleInfo(1000, everything, action, 62);
      assertThat(RuleInfo.decode(reread(Rules.message(Rtnetlink.RTM_NEWRULE, 0, rule)))).contains(rule);
    }
  }

  // As `ip -6 rule add` has iproute2 6.1 send it, but for flags 0x10000, which it cannot send.
  @Test
  void ruleThatFindsSourcesHasTheOctetsThatTheKernelWants() {
    RuleInfo rule =
        new RuleInfo(1000, Selector.fromOrUnbound(new Ipv6Prefix(HOME, 128)), new LookUp(252), 62);
    byte[] octets = Rules.message(Rtnetlink.RTM_NEWRULE, 0x600, rule).build(1);
    assertThat(Octets.of(octets).toHex()).isEqualTo(
        "48000000" + "2000" + "0106" + "01000000" + "00000000"
            + "0a008000" + "fc000001" + "00000100"
            + "14000200" + "20010db8000100000000000000000005"
            + "08000600" + "e8030000"
            + "08000f00" + "fc000000"
            + "05001500" + "3e000000");
  }

  @Test
  void neighborReadsBack() {
    NeighborInfo neighbor = new NeighborInfo(
        2, HOME, Optional.of(LinkLayerAddress.parse("02:00:00:00:00:01")), NeighborState.PERMANENT, true, 62);
    assertThat(NeighborInfo.decode(reread(Neighbors.replaceMessage(neighbor)))).contains(neighbor);
  }
}
