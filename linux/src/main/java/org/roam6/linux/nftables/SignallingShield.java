package org.roam6.linux.nftables;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.abi.In6;
import org.roam6.linux.abi.Netlink;
import org.roam6.linux.abi.NfTables;
import org.roam6.linux.feature.KernelFeature;
import org.roam6.linux.feature.MissingFeatureException;
import org.roam6.linux.netlink.MessageBuilder;
import org.roam6.linux.netlink.NetlinkException;
import org.roam6.linux.netlink.NetlinkSocket;
import org.roam6.protocol.InterfaceName;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.UdpPort;

/**
 * Keeps packets that are Roam6's to handle from the kernel, behind the packet sockets that Roam6 reads them with. Left
 * alone, a kernel answers them with ICMPv6 errors or acts upon them, each version in its own way.
 *
 * <p>The table belongs to this object's socket: it vanishes with the process, also when that is killed, and nobody else
 * can change it. Forwarded packets pass untouched.
 */
public final class SignallingShield implements TunnelShield, AutoCloseable {

  /** The name of our table. */
  public static final String TABLE = "roam6";
  private static final String CHAIN = "input";
  private static final String TUNNELS = "tunnels";

  /** Before connection tracking and everybody else's filters. */
  private static final int PRIORITY = -300;

  /** What nft(8) calls {@code ipv6_addr . ipv6_addr}. */
  private static final int PAIR_OF_ADDRESSES = 8 << 6 | 8;

  private static final int HOME_ADDRESS_OPTION = 0xc9;
  private static final int TYPE_2 = 2;

  private final NetlinkSocket socket;
  private final List<Ipv6Address> ownEnds;
  private final Map<Ends, Integer> users = new TreeMap<>();

  private SignallingShield(NetlinkSocket socket, List<Ipv6Address> ownEnds) {
    this.socket = socket;
    this.ownEnds = List.copyOf(ownEnds);
  }

  /**
   * Raises the shield in the network namespace of the calling thread.
   *
   * @param dhcpClients the interfaces for which Roam6 is the DHCPv6 client; clients of others are left alone
   * @param ownEnds the addresses at which no tunnels end but those of Roam6: all that end there are covered, and no
   *     tunnel costs the kernel anything
   * @throws MissingFeatureException where the kernel has no nf_tables
   * @throws IOException where it is not allowed, or another process holds one
   */
  public static SignallingShield open(List<InterfaceName> dhcpClients, List<Ipv6Address> ownEnds)
      throws IOException {
    NetlinkSocket socket;
    try {
      socket = NetlinkSocket.open(Netlink.NETLINK_NETFILTER);
    } catch (IOException e) {
      throw new MissingFeatureException(KernelFeature.NF_TABLES, e);
    }
    try {
      transact(socket, tableAndRules(dhcpClients, ownEnds));
      return new SignallingShield(socket, ownEnds);
    } catch (NetlinkException e) {
      socket.close();
      throw switch (e.errno()) {
        case Errno.EPERM, Errno.EBUSY, Errno.EEXIST -> e;
        default -> new MissingFeatureException(KernelFeature.NF_TABLES, e);
      };
    }
  }

  private static List<MessageBuilder> tableAndRules(
      List<InterfaceName> dhcpClients, List<Ipv6Address> ownEnds) {
    List<MessageBuilder> messages = new ArrayList<>();
    messages.add(message(NfTables.NEWTABLE)
        .attributeText(NfTables.NFTA_TABLE_NAME, TABLE)
        .attributeBigEndian(NfTables.NFTA_TABLE_FLAGS, NfTables.NFT_TABLE_F_OWNER));
    messages.add(message(NfTables.NEWSET)
        .attributeText(NfTables.NFTA_SET_TABLE, TABLE)
        .attributeText(NfTables.NFTA_SET_NAME, TUNNELS)
        .attributeBigEndian(NfTables.NFTA_SET_FLAGS, 0)
        .attributeBigEndian(NfTables.NFTA_SET_KEY_TYPE, PAIR_OF_ADDRESSES)
        .attributeBigEndian(NfTables.NFTA_SET_KEY_LEN, 2 * Ipv6Address.LENGTH)
        .attributeBigEndian(NfTables.NFTA_SET_ID, 1));
    messages.add(message(NfTables.NEWCHAIN)
        .attributeText(NfTables.NFTA_CHAIN_TABLE, TABLE)
        .attributeText(NfTables.NFTA_CHAIN_NAME, CHAIN)
        .nested(NfTables.NFTA_CHAIN_HOOK, hook -> hook
            .attributeBigEndian(NfTables.NFTA_HOOK_HOOKNUM, NfTables.NF_INET_LOCAL_IN)
            .attributeBigEndian(NfTables.NFTA_HOOK_PRIORITY, PRIORITY))
        .attributeBigEndian(NfTables.NFTA_CHAIN_POLICY, NfTables.NF_ACCEPT)
        .attributeText(NfTables.NFTA_CHAIN_TYPE, "filter"));
    for (Rule rule : rules(dhcpClients, ownEnds)) {
      MessageBuilder message = message(NfTables.NEWRULE)
          .attributeText(NfTables.NFTA_RULE_TABLE, TABLE)
          .attributeText(NfTables.NFTA_RULE_CHAIN, CHAIN);
      rule.writeTo(message);
      messages.add(message);
    }
    return messages;
  }

  private static List<Rule> rules(List<InterfaceName> dhcpClients, List<Ipv6Address> ownEnds) {
    List<Rule> rules = new ArrayList<>(alwaysHeld());
    for (InterfaceName client : dhcpClients) {
      rules.add(new Rule().in(client).protocol(In6.IPPROTO_UDP).destinationPort(UdpPort.DHCPV6_CLIENT));
    }
    for (Ipv6Address end : ownEnds) {
      rules.add(new Rule().protocol(In6.IPPROTO_IPV6).destination(end));
    }
    return rules;
  }

  private static List<Rule> alwaysHeld() {
    return List.of(
        // RFC 6275 6.3: the Home Address option has the alignment 8n+6. The whole header must not be matched: other
        // people's tunnels use destination options too (RFC 2473 4.1.1).
        new Rule().extensionHeaderOctet(In6.IPPROTO_DSTOPTS, 6, HOME_ADDRESS_OPTION),
        new Rule().extensionHeaderOctet(In6.IPPROTO_DSTOPTS, 14, HOME_ADDRESS_OPTION),
        new Rule().extensionHeaderOctet(In6.IPPROTO_DSTOPTS, 22, HOME_ADDRESS_OPTION),
        new Rule().extensionHeaderOctet(In6.IPPROTO_ROUTING, 2, TYPE_2),
        new Rule().protocol(In6.IPPROTO_MH),
        new Rule().protocol(In6.IPPROTO_IPV6).addressesIn(TUNNELS));
  }

  @Override
  public boolean isOwnEnd(Ipv6Address local) {
    return ownEnds.contains(local);
  }

  @Override
  public void coverTunnel(Ipv6Address remote, Ipv6Address local) throws NetlinkException {
    Ends ends = new Ends(remote, local);
    if (!users.containsKey(ends)) {
      transact(socket, List.of(element(NfTables.NEWSETELEM, ends)));
    }
    users.merge(ends, 1, Integer::sum);
  }

  @Override
  public void uncoverTunnel(Ipv6Address remote, Ipv6Address local) throws NetlinkException {
    Ends ends = new Ends(remote, local);
    if (users.getOrDefault(ends, 0) == 1) {
      transact(socket, List.of(element(NfTables.DELSETELEM, ends)));
    }
    users.computeIfPresent(ends, (same, count) -> count == 1 ? null : count - 1);
  }

  private static MessageBuilder element(int type, Ends ends) {
    ByteBuffer key = ByteBuffer.allocate(2 * Ipv6Address.LENGTH);
    ends.remote().writeTo(key);
    ends.local().writeTo(key);
    Consumer<MessageBuilder> element = list -> list.nested(NfTables.NFTA_LIST_ELEM, one -> one.nested(
        NfTables.NFTA_SET_ELEM_KEY, data -> data.attribute(NfTables.NFTA_DATA_VALUE, key.array())));
    return message(type)
        .attributeText(NfTables.NFTA_SET_ELEM_LIST_TABLE, TABLE)
        .attributeText(NfTables.NFTA_SET_ELEM_LIST_SET, TUNNELS)
        .nested(NfTables.NFTA_SET_ELEM_LIST_ELEMENTS, element);
  }

  private static void transact(NetlinkSocket socket, List<MessageBuilder> messages) throws NetlinkException {
    List<MessageBuilder> batch = new ArrayList<>();
    batch.add(structure(new MessageBuilder(NfTables.NFNL_MSG_BATCH_BEGIN, 0), 0, NfTables.NFNL_SUBSYS_NFTABLES));
    batch.addAll(messages);
    batch.add(structure(new MessageBuilder(NfTables.NFNL_MSG_BATCH_END, 0), 0, NfTables.NFNL_SUBSYS_NFTABLES));
    socket.batch(batch, messages.size());
  }

  private static MessageBuilder message(int type) {
    int flags = Netlink.NLM_F_ACK | (type == NfTables.DELSETELEM ? 0 : Netlink.NLM_F_CREATE);
    return structure(new MessageBuilder(type, flags), NfTables.NFPROTO_IPV6, 0);
  }

  /** Appends a {@code struct nfgenmsg}. */
  private static MessageBuilder structure(MessageBuilder message, int family, int resource) {
    return message.octets(family, 0, resource >>> 8, resource & 0xff);
  }

  @Override
  public void close() {
    socket.close();
  }
}
