package org.roam6.linux.firewall;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.roam6.linux.abi.Netlink;
import org.roam6.linux.abi.NfTables;
import org.roam6.linux.netlink.Attributes;
import org.roam6.linux.netlink.MessageBuilder;
import org.roam6.linux.netlink.NetlinkMessage;
import org.roam6.linux.netlink.NetlinkSocket;
import org.roam6.linux.nftables.SignallingShield;

/** The rules of nf_tables in the network namespace of the calling thread, but Roam6's own. */
public final class NfFirewall {

  /** {@code struct nfgenmsg}. */
  private static final int HEADER = 4;

  private record Table(int family, String name) {}

  private record ChainKey(Table table, String name) {}

  private final NetlinkSocket socket;
  private final Map<ChainKey, List<Rule>> rules = new HashMap<>();
  private final Map<Table, Function<String, Optional<NfSet>>> sets = new HashMap<>();

  private NfFirewall(NetlinkSocket socket) {
    this.socket = socket;
  }

  /**
   * The chains that packets of IPv6 meet.
   *
   * @throws IOException where the kernel has no nf_tables, or does not let this process ask
   */
  public static List<FilterChain> read() throws IOException {
    try (NetlinkSocket socket = NetlinkSocket.open(Netlink.NETLINK_NETFILTER)) {
      return new NfFirewall(socket).chains();
    }
  }

  private List<FilterChain> chains() throws IOException {
    Set<Table> off = new HashSet<>();
    for (NetlinkMessage message : dump(NfTables.GETTABLE)) {
      Attributes table = attributes(message);
      if ((table.bigEndian32(NfTables.NFTA_TABLE_FLAGS, 0) & NfTables.NFT_TABLE_F_DORMANT) != 0) {
        off.add(table(message, NfTables.NFTA_TABLE_NAME));
      }
    }
    for (NetlinkMessage message : dump(NfTables.GETRULE)) {
      Attributes rule = attributes(message);
      Table table = table(message, NfTables.NFTA_RULE_TABLE);
      ChainKey chain = new ChainKey(table, rule.text(NfTables.NFTA_RULE_CHAIN).orElse(""));
      rules.computeIfAbsent(chain, each -> new ArrayList<>())
          .add(new NfRule(rule.list(NfTables.NFTA_RULE_EXPRESSIONS), setsOf(table)));
    }
    List<FilterChain> chains = new ArrayList<>();
    for (NetlinkMessage message : dump(NfTables.GETCHAIN)) {
      Table table = table(message, NfTables.NFTA_CHAIN_TABLE);
      if (!off.contains(table) && !table.name().equals(SignallingShield.TABLE)) {
        chain(table, attributes(message)).ifPresent(chains::add);
      }
    }
    return chains;
  }

  private Optional<FilterChain> chain(Table table, Attributes chain) {
    String family = switch (table.family()) {
      case NfTables.NFPROTO_IPV6 -> "ip6";
      case NfTables.NFPROTO_INET -> "inet";
      case NfTables.NFPROTO_NETDEV -> "netdev";
      case NfTables.NFPROTO_BRIDGE -> "bridge";
      default -> "";
    };
    // Chains of the other types translate addresses.
    boolean filters = chain.text(NfTables.NFTA_CHAIN_TYPE).filter(type -> !type.equals("nat")).isPresent();
    if (family.isEmpty() || !filters || !chain.has(NfTables.NFTA_CHAIN_HOOK)) {
      return Optional.empty();
    }
    Attributes hook = chain.nested(NfTables.NFTA_CHAIN_HOOK);
    int number = hook.bigEndian32(NfTables.NFTA_HOOK_HOOKNUM, 0);
    boolean early = table.family() == NfTables.NFPROTO_NETDEV;
    String name = chain.text(NfTables.NFTA_CHAIN_NAME).orElse("");
    Map<String, List<Rule>> callable = new HashMap<>();
    rules.forEach((key, list) -> {
      if (key.table().equals(table)) {
        callable.put(key.name(), list);
      }
    });
    return Optional.of(new FilterChain(
        "nf_tables table " + family + " " + table.name() + ", chain " + name,
        early ? number == 0 ? Hook.INGRESS : Hook.EGRESS : Hook.ofNumber(number),
        hook.text(NfTables.NFTA_HOOK_DEV),
        chain.bigEndian32(NfTables.NFTA_CHAIN_POLICY, NfTables.NF_ACCEPT) == NfTables.NF_DROP,
        rules.getOrDefault(new ChainKey(table, name), List.of()),
        callable));
  }

  /** Sets are read when a rule is asked that needs one: those of addresses may be large, and are never needed. */
  private Function<String, Optional<NfSet>> setsOf(Table table) {
    return sets.computeIfAbsent(table, each -> {
      Map<String, Optional<NfSet>> known = new HashMap<>();
      return name -> known.computeIfAbsent(name, missing -> readSet(table, missing));
    });
  }

  private Optional<NfSet> readSet(Table table, String name) {
    try (NetlinkSocket asking = NetlinkSocket.open(Netlink.NETLINK_NETFILTER)) {
      for (NetlinkMessage message : asking.dump(request(NfTables.GETSET, table.family()))) {
        Attributes set = attributes(message);
        if (table.equals(table(message, NfTables.NFTA_SET_TABLE))
            && set.text(NfTables.NFTA_SET_NAME).filter(name::equals).isPresent()) {
          List<Attributes> elements = new ArrayList<>();
          for (NetlinkMessage some : asking.dump(request(NfTables.GETSETELEM, table.family())
              .attributeText(NfTables.NFTA_SET_ELEM_LIST_TABLE, table.name())
              .attributeText(NfTables.NFTA_SET_ELEM_LIST_SET, name))) {
            elements.addAll(attributes(some).list(NfTables.NFTA_SET_ELEM_LIST_ELEMENTS));
          }
          return Optional.of(new NfSet(
              set.bigEndian32(NfTables.NFTA_SET_KEY_LEN, 0), set.bigEndian32(NfTables.NFTA_SET_FLAGS, 0), elements));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      // Gone meanwhile: what it held is not known.
      return Optional.empty();
    }
  }

  private List<NetlinkMessage> dump(int type) throws IOException {
    return socket.dump(request(type, 0));
  }

  private static MessageBuilder request(int type, int family) {
    return new MessageBuilder(type, 0).octets(family, 0, 0, 0);
  }

  private static Attributes attributes(NetlinkMessage message) {
    return Attributes.parse(message.payload(), HEADER);
  }

  private static Table table(NetlinkMessage message, int attribute) {
    return new Table(message.payload().get(0), attributes(message).text(attribute).orElse(""));
  }
}
