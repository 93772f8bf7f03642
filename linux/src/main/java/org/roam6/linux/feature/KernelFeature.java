package org.roam6.linux.feature;

/** Something that a kernel may have or lack. */
public enum KernelFeature {
  /** Virtual interfaces whose packets a program reads and writes. */
  TUN(
      "TUN devices (CONFIG_TUN, /dev/net/tun)",
      "modprobe tun; without root make /dev/net/tun readable and writable (mode 0666)"),
  /** Packet filters that belong to a socket. */
  NF_TABLES(
      "packet filters by nf_tables (CONFIG_NF_TABLES, CONFIG_NF_TABLES_IPV6, tables with owner: Linux 5.12)",
      "modprobe nf_tables, or take a kernel that has it"),
  /** Addresses that are used while duplicate address detection runs. */
  OPTIMISTIC_DAD(
      "optimistic duplicate address detection (CONFIG_IPV6_OPTIMISTIC_DAD)",
      "take a kernel that has it; until then each new care-of address is late by more than a second"),
  /** Addresses that say who made them. */
  ADDRESS_PROTOCOL(
      "addresses that say who made them (IFA_PROTO, Linux 5.18)",
      "take a newer kernel; until then addresses that a killed Roam6 left behind have to be removed by hand"),
  /** Rules that look up routes by source address. */
  SOURCE_RULES(
      "routing by source address (CONFIG_IPV6_MULTIPLE_TABLES)",
      "take a kernel that has it; a mobile node cannot do without");

  private final String description;
  private final String cure;

  KernelFeature(String description, String cure) {
    this.description = description;
    this.cure = cure;
  }

  /** What it is, with the kernel's own names for it. */
  public String description() {
    return description;
  }

  /** What helps where it is lacking. */
  public String cure() {
    return cure;
  }
}
