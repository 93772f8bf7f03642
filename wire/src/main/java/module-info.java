import org.jspecify.annotations.NullMarked;

/** Bytes to values and back. Nothing here keeps state but the reassembly of fragments. */
@NullMarked
module org.roam6.wire {
  requires static transitive org.jspecify;

  exports org.roam6.wire;
  exports org.roam6.wire.dhcp;
  exports org.roam6.wire.iana;
  exports org.roam6.wire.icmp;
  exports org.roam6.wire.ip;
  exports org.roam6.wire.mobility;
  exports org.roam6.wire.pcapng;
  exports org.roam6.wire.reassembly;
}
