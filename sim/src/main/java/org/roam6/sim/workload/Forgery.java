package org.roam6.sim.workload;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What an attacker sends in the name of a mobile node or of a correspondent node. */
public enum Forgery {
  /** A Home Test with a token of his own, for the last cookie that he saw. */
  HOME_TEST,
  /** A Care-of Test with a token of his own, for the last cookie that he saw. */
  CARE_OF_TEST,
  /** A Binding Update to the correspondent node for an address of his own, with the nonce indices that he saw. */
  BINDING_UPDATE,
  /** The last Binding Update as it was, but from an address of his own. */
  MOVED_UPDATE,
  /** The acknowledgement of the last Binding Update, without the key. */
  BINDING_ACKNOWLEDGEMENT,
  /** The correspondent node does not know the nonces of the last Binding Update; that needs no key. */
  EXPIRED_NONCES,
  /** The correspondent node has no binding; that needs no key. */
  BINDING_ERROR,
  /** The correspondent node does not know the message that it was sent last; that needs no key. */
  PARAMETER_PROBLEM,
  /** A packet of the mobile node to the correspondent node from a care-of address of the attacker's. */
  DIRECT_PACKET;

  /** How it is written: in small letters with hyphens. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All words. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Forgery::word).toList();
  }

  /** The one that is written so; there has to be one. */
  public static Forgery of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
