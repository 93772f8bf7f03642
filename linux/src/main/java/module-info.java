import org.jspecify.annotations.NullMarked;

/** The only module with native access. */
@NullMarked
module org.roam6.linux {
  requires static transitive org.jspecify;
  requires transitive org.roam6.protocol;

  exports org.roam6.linux.abi;
  exports org.roam6.linux.feature;
  exports org.roam6.linux.firewall;
  exports org.roam6.linux.host;
  exports org.roam6.linux.libc;
  exports org.roam6.linux.namespace;
  exports org.roam6.linux.netlink;
  exports org.roam6.linux.nftables;
  exports org.roam6.linux.raw;
  exports org.roam6.linux.survey;
  exports org.roam6.linux.tun;
}
