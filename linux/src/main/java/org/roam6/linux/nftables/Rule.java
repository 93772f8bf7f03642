package org.roam6.linux.nftables;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.roam6.linux.abi.NfTables;
import org.roam6.linux.netlink.MessageBuilder;
import org.roam6.protocol.InterfaceName;
import org.roam6.wire.Ipv6Address;

/** One rule that drops packets: expressions that each must hold, then the verdict. */
final class Rule {

  /** IFNAMSIZ of {@code linux/if.h}. */
  private static final int INTERFACE_NAME_LENGTH = 16;

  private final List<Consumer<MessageBuilder>> expressions = new ArrayList<>();

  /** Holds where the octet at {@code offset} of the first extension header of this type has this value. */
  Rule extensionHeaderOctet(int header, int offset, int value) {
    expression("exthdr", data -> data
        .attributeBigEndian(NfTables.NFTA_EXTHDR_DREG, NfTables.NFT_REG_1)
        .attributeOctet(NfTables.NFTA_EXTHDR_TYPE, header)
        .attributeBigEndian(NfTables.NFTA_EXTHDR_OFFSET, offset)
        .attributeBigEndian(NfTables.NFTA_EXTHDR_LEN, 1));
    return equalTo((byte) value);
  }

  /** Holds where this protocol stands behind all extension headers. */
  Rule protocol(int protocol) {
    return meta(NfTables.NFT_META_L4PROTO).equalTo((byte) protocol);
  }

  /** Holds where the packet came in on this interface. */
  Rule in(InterfaceName name) {
    byte[] padded = Arrays.copyOf(name.value().getBytes(StandardCharsets.UTF_8), INTERFACE_NAME_LENGTH);
    return meta(NfTables.NFT_META_IIFNAME).equalTo(padded);
  }

  /** Holds where the TCP or UDP header says this destination port. */
  Rule destinationPort(int port) {
    payload(NfTables.NFT_REG_1, NfTables.NFT_PAYLOAD_TRANSPORT_HEADER, 2, 2);
    return equalTo((byte) (port >>> 8), (byte) port);
  }

  /** Holds where this is the destination address. */
  Rule destination(Ipv6Address address) {
    payload(NfTables.NFT_REG_1, NfTables.NFT_PAYLOAD_NETWORK_HEADER, 24, Ipv6Address.LENGTH);
    ByteBuffer octets = ByteBuffer.allocate(Ipv6Address.LENGTH);
    address.writeTo(octets);
    return equalTo(octets.array());
  }

  private Rule meta(int key) {
    return expression("meta", data -> data
        .attributeBigEndian(NfTables.NFTA_META_DREG, NfTables.NFT_REG_1)
        .attributeBigEndian(NfTables.NFTA_META_KEY, key));
  }

  /** Holds where source and destination address are an element of the set. */
  Rule addressesIn(String set) {
    payload(NfTables.NFT_REG_1, NfTables.NFT_PAYLOAD_NETWORK_HEADER, 8, 16);
    payload(NfTables.NFT_REG_2, NfTables.NFT_PAYLOAD_NETWORK_HEADER, 24, 16);
    return expression("lookup", data -> data
        .attributeText(NfTables.NFTA_LOOKUP_SET, set)
        .attributeBigEndian(NfTables.NFTA_LOOKUP_SREG, NfTables.NFT_REG_1));
  }

  private void payload(int register, int base, int offset, int length) {
    expression("payload", data -> data
        .attributeBigEndian(NfTables.NFTA_PAYLOAD_DREG, register)
        .attributeBigEndian(NfTables.NFTA_PAYLOAD_BASE, base)
        .attributeBigEndian(NfTables.NFTA_PAYLOAD_OFFSET, offset)
        .attributeBigEndian(NfTables.NFTA_PAYLOAD_LEN, length));
  }

  private Rule equalTo(byte... octets) {
    return expression("cmp", data -> data
        .attributeBigEndian(NfTables.NFTA_CMP_SREG, NfTables.NFT_REG_1)
        .attributeBigEndian(NfTables.NFTA_CMP_OP, NfTables.NFT_CMP_EQ)
        .nested(NfTables.NFTA_CMP_DATA,
            value -> value.attribute(NfTables.NFTA_DATA_VALUE, octets)));
  }

  private Rule drop() {
    return expression("immediate", data -> data
        .attributeBigEndian(NfTables.NFTA_IMMEDIATE_DREG, NfTables.NFT_REG_VERDICT)
        .nested(NfTables.NFTA_IMMEDIATE_DATA, value -> value.nested(NfTables.NFTA_DATA_VERDICT,
            verdict -> verdict.attributeBigEndian(NfTables.NFTA_VERDICT_CODE, NfTables.NF_DROP))));
  }

  private Rule expression(String name, Consumer<MessageBuilder> data) {
    expressions.add(list -> list.nested(NfTables.NFTA_LIST_ELEM, element -> element
        .attributeText(NfTables.NFTA_EXPR_NAME, name)
        .nested(NfTables.NFTA_EXPR_DATA, data)));
    return this;
  }

  /** Appends the rule's expressions with the verdict behind them. */
  void writeTo(MessageBuilder message) {
    drop();
    message.nested(
        NfTables.NFTA_RULE_EXPRESSIONS, list -> expressions.forEach(expression -> expression.accept(list)));
  }
}
