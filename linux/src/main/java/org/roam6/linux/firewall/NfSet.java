package org.roam6.linux.firewall;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.roam6.linux.abi.NfTables;
import org.roam6.linux.netlink.Attributes;

/**
 * A set or map of nf_tables.
 *
 * @param keyLength octets of a key
 * @param flags of the set
 * @param elements its elements, in no order
 */
record NfSet(int keyLength, int flags, List<Attributes> elements) {

  private static final Comparator<Attributes> BY_KEY =
      Comparator.comparing(NfSet::key, Arrays::compareUnsigned)
          .thenComparing(NfSet::isEnd, Comparator.reverseOrder());

  NfSet {
    elements = elements.stream().sorted(BY_KEY).toList();
  }

  private static byte[] key(Attributes element) {
    return element.nested(NfTables.NFTA_SET_ELEM_KEY).octets(NfTables.NFTA_DATA_VALUE);
  }

  private static boolean isEnd(Attributes element) {
    return has(element, NfTables.NFT_SET_ELEM_INTERVAL_END);
  }

  private static boolean has(Attributes element, int flag) {
    return (element.bigEndian32(NfTables.NFTA_SET_ELEM_FLAGS, 0) & flag) != 0;
  }

  /** Whether it can be told what is in it: not of ranges of several values in a row. */
  boolean canBeSearched() {
    return (flags & NfTables.NFT_SET_INTERVAL) == 0 || (flags & NfTables.NFT_SET_CONCAT) == 0;
  }

  /** The element for a key, if there is one. */
  Optional<Attributes> find(byte[] wanted) {
    Optional<Attributes> found = Optional.empty();
    Optional<Attributes> others = Optional.empty();
    for (Attributes element : elements) {
      if (has(element, NfTables.NFT_SET_ELEM_CATCHALL)) {
        others = Optional.of(element);
      } else {
        int order = Arrays.compareUnsigned(key(element), wanted);
        if (order == 0 || order < 0 && (flags & NfTables.NFT_SET_INTERVAL) != 0) {
          found = isEnd(element) ? Optional.empty() : Optional.of(element);
        }
      }
    }
    return found.isPresent() ? found : others;
  }
}
