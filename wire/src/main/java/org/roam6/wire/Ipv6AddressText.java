package org.roam6.wire;

import java.util.ArrayList;
import java.util.List;

/** The text form of addresses: RFC 4291 2.2 to read, RFC 5952 to write. */
final class Ipv6AddressText {

  private static final int GROUPS = 8;

  private Ipv6AddressText() {}

  static Ipv6Address parse(String text) {
    int gap = text.indexOf("::");
    if (gap != text.lastIndexOf("::")) {
      throw notAnAddress(text);
    }
    if (gap < 0) {
      List<Integer> groups = groups(text, text, true);
      if (groups.size() != GROUPS) {
        throw notAnAddress(text);
      }
      return ofGroups(groups);
    }
    List<Integer> groups = groups(text.substring(0, gap), text, false);
    List<Integer> tail = groups(text.substring(gap + 2), text, true);
    if (groups.size() + tail.size() >= GROUPS) {
      throw notAnAddress(text);
    }
    while (groups.size() + tail.size() < GROUPS) {
      groups.add(0);
    }
    groups.addAll(tail);
    return ofGroups(groups);
  }

  private static List<Integer> groups(String part, String text, boolean dottedQuadAllowed) {
    List<Integer> groups = new ArrayList<>();
    if (part.isEmpty()) {
      return groups;
    }
    String[] words = part.split(":", -1);
    for (int i = 0; i < words.length; i++) {
      boolean last = i == words.length - 1;
      if (last && dottedQuadAllowed && words[i].indexOf('.') >= 0) {
        addDottedQuad(groups, words[i], text);
      } else if (words[i].matches("[0-9a-fA-F]{1,4}")) {
        groups.add(Integer.parseInt(words[i], 16));
      } else {
        throw notAnAddress(text);
      }
    }
    return groups;
  }

  private static void addDottedQuad(List<Integer> groups, String word, String text) {
    String[] numbers = word.split("\\.", -1);
    if (numbers.length != 4) {
      throw notAnAddress(text);
    }
    int[] octets = new int[4];
    for (int i = 0; i < 4; i++) {
      if (!numbers[i].matches("\\d{1,3}") || Integer.parseInt(numbers[i]) > 255) {
        throw notAnAddress(text);
      }
      octets[i] = Integer.parseInt(numbers[i]);
    }
    groups.add(octets[0] << 8 | octets[1]);
    groups.add(octets[2] << 8 | octets[3]);
  }

  private static Ipv6Address ofGroups(List<Integer> groups) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < 4; i++) {
      high = high << 16 | groups.get(i);
      low = low << 16 | groups.get(i + 4);
    }
    return new Ipv6Address(high, low);
  }

  private static IllegalArgumentException notAnAddress(String text) {
    return new IllegalArgumentException("not an IPv6 address: " + text);
  }

  // RFC 5952 4: no leading zeros, the longest run of two or more zero groups shortened, the first of equal ones.
  static String format(Ipv6Address address) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < 4; i++) {
      groups[i] = (int) (address.high() >>> 48 - 16 * i) & 0xffff;
      groups[i + 4] = (int) (address.low() >>> 48 - 16 * i) & 0xffff;
    }
    int start = -1;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && groups[end] == 0) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
      i = Math.max(i, end - 1);
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < GROUPS; i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
