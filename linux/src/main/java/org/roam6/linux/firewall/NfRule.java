package org.roam6.linux.firewall;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.roam6.linux.abi.NfTables;
import org.roam6.linux.netlink.Attributes;

/** A rule of nf_tables: expressions that are carried out in turn, as far as an imagined packet lets them. */
final class NfRule implements Rule {

  private static final int ETHERTYPE_IPV6 = 0x86dd;
  private static final int INTERFACE_NAME = 16;
  private static final int UNKNOWN_LENGTH = 4;

  private final List<Attributes> expressions;
  private final Function<String, Optional<NfSet>> sets;

  /**
   * A rule.
   *
   * @param expressions what it is made of
   * @param sets finds the sets of its table
   */
  NfRule(List<Attributes> expressions, Function<String, Optional<NfSet>> sets) {
    this.expressions = List.copyOf(expressions);
    this.sets = sets;
  }

  @Override
  public boolean checksReversePath() {
    boolean looksUp = false;
    for (Attributes expression : expressions) {
      Attributes data = expression.nested(NfTables.NFTA_EXPR_DATA);
      int flags = data.bigEndian32(NfTables.NFTA_FIB_FLAGS, 0) & NfTables.NFT_FIB_REVERSE_PATH;
      looksUp |= name(expression).equals("fib") && flags == NfTables.NFT_FIB_REVERSE_PATH;
    }
    return looksUp && expressions.stream().anyMatch(each -> verdict(each) instanceof Verdict.Drop);
  }

  @Override
  public Decision decide(Probe probe) {
    Run run = new Run(probe);
    for (Attributes expression : expressions) {
      run.carryOut(name(expression), expression.nested(NfTables.NFTA_EXPR_DATA));
      if (run.applies == Truth.NO) {
        return Decision.NONE;
      }
      Verdict verdict = run.looked instanceof Verdict.Continue ? verdict(expression) : run.looked;
      if (!(verdict instanceof Verdict.Continue)) {
        return new Decision(run.applies, run.mentions, verdict);
      }
    }
    return Decision.NONE;
  }

  private static String name(Attributes expression) {
    return expression.text(NfTables.NFTA_EXPR_NAME).orElse("");
  }

  private static Verdict verdict(Attributes expression) {
    Attributes data = expression.nested(NfTables.NFTA_EXPR_DATA);
    int register = data.bigEndian32(NfTables.NFTA_IMMEDIATE_DREG, -1);
    String target = data.text(NfTables.NFTA_EXTENSION_NAME).orElse("");
    return switch (name(expression)) {
      case "reject" -> new Verdict.Drop();
      case "immediate" ->
          register == NfTables.NFT_REG_VERDICT
              ? verdictOf(data.nested(NfTables.NFTA_IMMEDIATE_DATA))
              : new Verdict.Continue();
      case "target" -> target.equals("REJECT") ? new Verdict.Drop() : new Verdict.Continue();
      default -> new Verdict.Continue();
    };
  }

  /** What a verdict in data says. */
  static Verdict verdictOf(Attributes data) {
    Attributes verdict = data.nested(NfTables.NFTA_DATA_VERDICT);
    String chain = verdict.text(NfTables.NFTA_VERDICT_CHAIN).orElse("");
    return switch (verdict.bigEndian32(NfTables.NFTA_VERDICT_CODE, -1)) {
      case NfTables.NF_DROP -> new Verdict.Drop();
      case NfTables.NF_ACCEPT -> new Verdict.Accept();
      case NfTables.NFT_JUMP -> new Verdict.Call(chain, true);
      case NfTables.NFT_GOTO -> new Verdict.Call(chain, false);
      case NfTables.NFT_RETURN -> new Verdict.Return();
      default -> new Verdict.Continue();
    };
  }

  private final class Run {
    private final Probe probe;
    private final Registers registers = new Registers();
    private Truth applies = Truth.YES;
    private boolean mentions;
    private Verdict looked = new Verdict.Continue();

    Run(Probe probe) {
      this.probe = probe;
    }

    void carryOut(String name, Attributes data) {
      switch (name) {
        case "meta" -> meta(data);
        case "payload" -> payload(data);
        case "exthdr" -> extensionHeader(data);
        case "ct" -> connection(data);
        case "bitwise" -> bitwise(data);
        case "cmp" -> compare(data);
        case "lookup" -> lookUp(data);
        case "match" -> hold(XtMatch.holds(data, probe), XtMatch.mentions(data));
        case "immediate", "target", "reject", "counter", "log", "notrack", "objref" -> {}
        case "fib" -> registers.forget(data.bigEndian32(NfTables.NFTA_FIB_DREG, 0), INTERFACE_NAME);
        default -> hold(Truth.UNKNOWN, false);
      }
    }

    private void hold(Truth truth, boolean ofKind) {
      applies = applies.and(truth);
      mentions |= truth != Truth.NO && ofKind;
    }

    private void meta(Attributes data) {
      int register = data.bigEndian32(NfTables.NFTA_META_DREG, 0);
      if (register == 0) {
        return;
      }
      switch (data.bigEndian32(NfTables.NFTA_META_KEY, -1)) {
        case NfTables.NFT_META_L4PROTO -> registers.put(register, octet(probe.need().protocol()), true);
        case NfTables.NFT_META_NFPROTO -> registers.put(register, octet(NfTables.NFPROTO_IPV6), false);
        case NfTables.NFT_META_PROTOCOL ->
            registers.put(register, new byte[] {(byte) (ETHERTYPE_IPV6 >> 8), (byte) ETHERTYPE_IPV6}, false);
        case NfTables.NFT_META_IIFNAME -> interfaceName(register, probe.in());
        case NfTables.NFT_META_OIFNAME -> interfaceName(register, probe.out());
        default -> registers.forget(register, UNKNOWN_LENGTH);
      }
    }

    private void interfaceName(int register, Optional<String> name) {
      if (name.isEmpty()) {
        registers.forget(register, INTERFACE_NAME);
      } else {
        registers.put(
            register, Arrays.copyOf(name.get().getBytes(StandardCharsets.UTF_8), INTERFACE_NAME), false);
      }
    }

    private void payload(Attributes data) {
      int register = data.bigEndian32(NfTables.NFTA_PAYLOAD_DREG, 0);
      int base = data.bigEndian32(NfTables.NFTA_PAYLOAD_BASE, -1);
      int offset = data.bigEndian32(NfTables.NFTA_PAYLOAD_OFFSET, -1);
      int length = data.bigEndian32(NfTables.NFTA_PAYLOAD_LEN, 0);
      boolean nextHeader = base == NfTables.NFT_PAYLOAD_NETWORK_HEADER && offset == 6 && length == 1;
      boolean icmp = base == NfTables.NFT_PAYLOAD_TRANSPORT_HEADER && probe.need().icmpType() >= 0 && offset == 0;
      if (register == 0) {
        return;
      }
      if (nextHeader) {
        registers.put(register, octet(probe.need().nextHeader()), true);
      } else if (icmp && length <= 2) {
        registers.put(register, Arrays.copyOf(octet(probe.need().icmpType()), length), true);
      } else {
        registers.forget(register, length);
      }
    }

    private void extensionHeader(Attributes data) {
      int register = data.bigEndian32(NfTables.NFTA_EXTHDR_DREG, 0);
      if (data.bigEndian32(NfTables.NFTA_EXTHDR_OP, 0) != 0 || register == 0) {
        hold(Truth.UNKNOWN, false);
        return;
      }
      boolean present = probe.need().hasHeader(data.octet(NfTables.NFTA_EXTHDR_TYPE, 0));
      if ((data.bigEndian32(NfTables.NFTA_EXTHDR_FLAGS, 0) & NfTables.NFT_EXTHDR_F_PRESENT) != 0) {
        registers.put(register, octet(present ? 1 : 0), true);
      } else if (present) {
        registers.forget(register, data.bigEndian32(NfTables.NFTA_EXTHDR_LEN, 1));
        mentions = true;
      } else {
        hold(Truth.NO, false);
      }
    }

    private void connection(Attributes data) {
      int register = data.bigEndian32(NfTables.NFTA_CT_DREG, 0);
      int key = data.bigEndian32(NfTables.NFTA_CT_KEY, -1);
      if (register != 0 && (key == NfTables.NFT_CT_STATE || key == NfTables.NFT_CT_STATUS)) {
        int state =
            probe.need().isNeighborDiscovery() ? NfTables.NFT_CT_STATE_UNTRACKED : NfTables.NFT_CT_STATE_NEW;
        // Of a new connection nothing is known yet: no translation, for one.
        int value = key == NfTables.NFT_CT_STATUS ? 0 : state;
        registers.put(
            register, ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array(), false);
      } else if (register != 0) {
        registers.forget(register, INTERFACE_NAME);
      }
    }

    private void bitwise(Attributes data) {
      int from = data.bigEndian32(NfTables.NFTA_BITWISE_SREG, 0);
      int to = data.bigEndian32(NfTables.NFTA_BITWISE_DREG, 0);
      int length = data.bigEndian32(NfTables.NFTA_BITWISE_LEN, 0);
      byte[] mask = value(data, NfTables.NFTA_BITWISE_MASK);
      byte[] xor = value(data, NfTables.NFTA_BITWISE_XOR);
      boolean masks = data.bigEndian32(NfTables.NFTA_BITWISE_OP, 0) == 0;
      if (!masks || !registers.isKnown(from, length) || mask.length < length || xor.length < length) {
        registers.forget(to, length);
        return;
      }
      byte[] value = registers.get(from, length);
      for (int i = 0; i < value.length; i++) {
        value[i] = (byte) (value[i] & mask[i] ^ xor[i]);
      }
      registers.put(to, value, registers.isKind(from));
    }

    private void compare(Attributes data) {
      int register = data.bigEndian32(NfTables.NFTA_CMP_SREG, 0);
      byte[] with = value(data, NfTables.NFTA_CMP_DATA);
      if (!registers.isKnown(register, with.length)) {
        hold(Truth.UNKNOWN, false);
        return;
      }
      int order = Arrays.compareUnsigned(registers.get(register, with.length), with);
      boolean holds = switch (data.bigEndian32(NfTables.NFTA_CMP_OP, -1)) {
        case NfTables.NFT_CMP_EQ -> order == 0;
        case NfTables.NFT_CMP_NEQ -> order != 0;
        case NfTables.NFT_CMP_LT -> order < 0;
        case NfTables.NFT_CMP_LTE -> order <= 0;
        case NfTables.NFT_CMP_GT -> order > 0;
        case NfTables.NFT_CMP_GTE -> order >= 0;
        default -> true;
      };
      hold(Truth.of(holds), registers.isKind(register));
    }

    private void lookUp(Attributes data) {
      int register = data.bigEndian32(NfTables.NFTA_LOOKUP_SREG, 0);
      Optional<NfSet> set = data.text(NfTables.NFTA_LOOKUP_SET).flatMap(sets);
      int length = set.map(NfSet::keyLength).orElse(0);
      boolean inverse = (data.bigEndian32(NfTables.NFTA_LOOKUP_FLAGS, 0) & NfTables.NFT_LOOKUP_F_INV) != 0;
      if (set.isEmpty() || !set.get().canBeSearched() || !registers.isKnown(register, length)) {
        hold(Truth.UNKNOWN, false);
        return;
      }
      Optional<Attributes> element = set.get().find(registers.get(register, length));
      hold(Truth.of(element.isPresent() != inverse), registers.isKind(register));
      if (data.bigEndian32(NfTables.NFTA_LOOKUP_DREG, -1) == NfTables.NFT_REG_VERDICT) {
        looked = element.map(each -> verdictOf(each.nested(NfTables.NFTA_SET_ELEM_DATA)))
            .orElse(new Verdict.Continue());
      }
    }

    private byte[] value(Attributes data, int attribute) {
      return data.nested(attribute).octets(NfTables.NFTA_DATA_VALUE);
    }

    private byte[] octet(int value) {
      return new byte[] {(byte) value};
    }
  }
}
