package org.roam6.linux.abi;

/** Packet filters, of {@code linux/netfilter/nf_tables.h} and {@code linux/netfilter/nfnetlink.h}. */
public final class NfTables {

  /** The messages that follow are done all or none. */
  public static final int NFNL_MSG_BATCH_BEGIN = 16;
  /** Do them. */
  public static final int NFNL_MSG_BATCH_END = 17;
  /** The part of netfilter that messages are for. */
  public static final int NFNL_SUBSYS_NFTABLES = 10;
  /** IPv6. */
  public static final int NFPROTO_IPV6 = 10;
  /** Packets for this host. */
  public static final int NF_INET_LOCAL_IN = 1;
  /** The packet vanishes. */
  public static final int NF_DROP = 0;
  /** The packet goes on. */
  public static final int NF_ACCEPT = 1;

  /** Make a table. */
  public static final int NEWTABLE = 0xa00;
  /** Make a chain. */
  public static final int NEWCHAIN = 0xa03;
  /** Make a rule. */
  public static final int NEWRULE = 0xa06;
  /** Make a set. */
  public static final int NEWSET = 0xa09;
  /** Add elements to a set. */
  public static final int NEWSETELEM = 0xa0c;
  /** Take elements from a set. */
  public static final int DELSETELEM = 0xa0e;

  /** Name. */
  public static final int NFTA_TABLE_NAME = 1;
  /** Flags. */
  public static final int NFTA_TABLE_FLAGS = 2;
  /** The table is the socket's, and goes with it. */
  public static final int NFT_TABLE_F_OWNER = 2;
  /** Table. */
  public static final int NFTA_CHAIN_TABLE = 1;
  /** Name. */
  public static final int NFTA_CHAIN_NAME = 3;
  /** Nested: where it hooks in. */
  public static final int NFTA_CHAIN_HOOK = 4;
  /** What becomes of packets that no rule decides. */
  public static final int NFTA_CHAIN_POLICY = 5;
  /** Kind. */
  public static final int NFTA_CHAIN_TYPE = 7;
  /** Where. */
  public static final int NFTA_HOOK_HOOKNUM = 1;
  /** Lower ones come first. */
  public static final int NFTA_HOOK_PRIORITY = 2;
  /** Table. */
  public static final int NFTA_RULE_TABLE = 1;
  /** Chain. */
  public static final int NFTA_RULE_CHAIN = 2;
  /** Nested: what it does, in turn. */
  public static final int NFTA_RULE_EXPRESSIONS = 4;
  /** One of a list. */
  public static final int NFTA_LIST_ELEM = 1;

  /** Table. */
  public static final int NFTA_SET_TABLE = 1;
  /** Name. */
  public static final int NFTA_SET_NAME = 2;
  /** Flags. */
  public static final int NFTA_SET_FLAGS = 3;
  /** Kind of the keys, for those who print them. */
  public static final int NFTA_SET_KEY_TYPE = 4;
  /** Octets of a key. */
  public static final int NFTA_SET_KEY_LEN = 5;
  /** Number of the set within the batch. */
  public static final int NFTA_SET_ID = 10;
  /** Nested: the key. */
  public static final int NFTA_SET_ELEM_KEY = 1;
  /** Table. */
  public static final int NFTA_SET_ELEM_LIST_TABLE = 1;
  /** Set. */
  public static final int NFTA_SET_ELEM_LIST_SET = 2;
  /** Nested: the elements. */
  public static final int NFTA_SET_ELEM_LIST_ELEMENTS = 3;

  /** Kind of an expression. */
  public static final int NFTA_EXPR_NAME = 1;
  /** Nested: its attributes. */
  public static final int NFTA_EXPR_DATA = 2;
  /** Octets. */
  public static final int NFTA_DATA_VALUE = 1;
  /** Nested: a verdict. */
  public static final int NFTA_DATA_VERDICT = 2;
  /** The verdict. */
  public static final int NFTA_VERDICT_CODE = 1;
  /** Register of the verdict. */
  public static final int NFT_REG_VERDICT = 0;
  /** First register of sixteen octets. */
  public static final int NFT_REG_1 = 1;
  /** The one behind it. */
  public static final int NFT_REG_2 = 2;
  /** Register to write. */
  public static final int NFTA_IMMEDIATE_DREG = 1;
  /** Nested: what to write. */
  public static final int NFTA_IMMEDIATE_DATA = 2;
  /** Register to compare. */
  public static final int NFTA_CMP_SREG = 1;
  /** How. */
  public static final int NFTA_CMP_OP = 2;
  /** Nested: with what. */
  public static final int NFTA_CMP_DATA = 3;
  /** Equal. */
  public static final int NFT_CMP_EQ = 0;
  /** Set to look in. */
  public static final int NFTA_LOOKUP_SET = 1;
  /** Register that holds the key. */
  public static final int NFTA_LOOKUP_SREG = 2;
  /** Register to write. */
  public static final int NFTA_PAYLOAD_DREG = 1;
  /** From where the offset counts. */
  public static final int NFTA_PAYLOAD_BASE = 2;
  /** Offset in octets. */
  public static final int NFTA_PAYLOAD_OFFSET = 3;
  /** Octets. */
  public static final int NFTA_PAYLOAD_LEN = 4;
  /** The offset counts from the IPv6 header. */
  public static final int NFT_PAYLOAD_NETWORK_HEADER = 1;
  /** The offset counts from the upper-layer header. */
  public static final int NFT_PAYLOAD_TRANSPORT_HEADER = 2;
  /** Register to write. */
  public static final int NFTA_EXTHDR_DREG = 1;
  /** Protocol number of the extension header. */
  public static final int NFTA_EXTHDR_TYPE = 2;
  /** Offset in the header. */
  public static final int NFTA_EXTHDR_OFFSET = 3;
  /** Octets. */
  public static final int NFTA_EXTHDR_LEN = 4;
  /** Register to write. */
  public static final int NFTA_META_DREG = 1;
  /** What to write. */
  public static final int NFTA_META_KEY = 2;
  /** Name of the interface that a packet came in on, in the 16 octets of a register. */
  public static final int NFT_META_IIFNAME = 6;
  /** Protocol number behind all extension headers. */
  public static final int NFT_META_L4PROTO = 16;

  /** Ask for tables. */
  public static final int GETTABLE = 0xa01;
  /** Ask for chains. */
  public static final int GETCHAIN = 0xa04;
  /** Ask for rules. */
  public static final int GETRULE = 0xa07;
  /** Ask for sets. */
  public static final int GETSET = 0xa0a;
  /** Ask for the elements of a set. */
  public static final int GETSETELEM = 0xa0d;
  /** The table's chains are off. */
  public static final int NFT_TABLE_F_DORMANT = 1;
  /** IPv6 and IPv4. */
  public static final int NFPROTO_INET = 1;
  /** Packets of one interface, before all else. */
  public static final int NFPROTO_NETDEV = 5;
  /** Packets of bridges. */
  public static final int NFPROTO_BRIDGE = 7;
  /** Interface of a netdev chain. */
  public static final int NFTA_HOOK_DEV = 3;
  /** The rules of another chain, then back. */
  public static final int NFT_JUMP = -3;
  /** The rules of another chain. */
  public static final int NFT_GOTO = -4;
  /** Back to where the chain was called. */
  public static final int NFT_RETURN = -5;
  /** Chain to go to. */
  public static final int NFTA_VERDICT_CHAIN = 2;
  /** Smaller. */
  public static final int NFT_CMP_LT = 2;
  /** Smaller or equal. */
  public static final int NFT_CMP_LTE = 3;
  /** Not equal. */
  public static final int NFT_CMP_NEQ = 1;
  /** Greater. */
  public static final int NFT_CMP_GT = 4;
  /** Greater or equal. */
  public static final int NFT_CMP_GTE = 5;
  /** Register to write; of a lookup, with what the set has for the key. */
  public static final int NFTA_LOOKUP_DREG = 3;
  /** Flags of a lookup. */
  public static final int NFTA_LOOKUP_FLAGS = 5;
  /** Holds where the key is not in the set. */
  public static final int NFT_LOOKUP_F_INV = 1;
  /** Register to change. */
  public static final int NFTA_BITWISE_SREG = 1;
  /** Register to write. */
  public static final int NFTA_BITWISE_DREG = 2;
  /** Octets. */
  public static final int NFTA_BITWISE_LEN = 3;
  /** Nested: and with this. */
  public static final int NFTA_BITWISE_MASK = 4;
  /** Nested: then exclusive or with this. */
  public static final int NFTA_BITWISE_XOR = 5;
  /** What else than a mask. */
  public static final int NFTA_BITWISE_OP = 6;
  /** Flags of an extension header expression. */
  public static final int NFTA_EXTHDR_FLAGS = 5;
  /** Whether the header is there. */
  public static final int NFT_EXTHDR_F_PRESENT = 1;
  /** Kind of header: 0 for one of IPv6. */
  public static final int NFTA_EXTHDR_OP = 6;
  /** Register to write. */
  public static final int NFTA_CT_DREG = 1;
  /** What to write. */
  public static final int NFTA_CT_KEY = 2;
  /** How the packet belongs to a connection. */
  public static final int NFT_CT_STATE = 0;
  /** What is known of the connection. */
  public static final int NFT_CT_STATUS = 2;
  /** The first packet of a connection. */
  public static final int NFT_CT_STATE_NEW = 8;
  /** Not followed, as Neighbour Discovery is not. */
  public static final int NFT_CT_STATE_UNTRACKED = 64;
  /** Register to write. */
  public static final int NFTA_FIB_DREG = 1;
  /** What to look up. */
  public static final int NFTA_FIB_FLAGS = 3;
  /** The route to the source, by the interface that the packet came in on. */
  public static final int NFT_FIB_REVERSE_PATH = 1 | 8;
  /** Name of an extension of iptables. */
  public static final int NFTA_EXTENSION_NAME = 1;
  /** What an extension of iptables looks for. */
  public static final int NFTA_MATCH_INFO = 3;
  /** IPv6, IPv4 ... of the packet. */
  public static final int NFT_META_NFPROTO = 15;
  /** EtherType of the packet. */
  public static final int NFT_META_PROTOCOL = 1;
  /** Name of the interface that the packet leaves by. */
  public static final int NFT_META_OIFNAME = 7;
  /** Nested: what a map has for the key. */
  public static final int NFTA_SET_ELEM_DATA = 2;
  /** Flags of an element. */
  public static final int NFTA_SET_ELEM_FLAGS = 3;
  /** The element is the end of a range. */
  public static final int NFT_SET_ELEM_INTERVAL_END = 1;
  /** The element is for keys that are not there. */
  public static final int NFT_SET_ELEM_CATCHALL = 2;
  /** Elements are ranges. */
  public static final int NFT_SET_INTERVAL = 4;
  /** Keys are several values in a row. */
  public static final int NFT_SET_CONCAT = 0x80;

  private NfTables() {}
}
