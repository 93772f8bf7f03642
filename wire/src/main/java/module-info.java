import org.jspecify.annotations.NullMarked;

/** Bytes to values and back, with no state. */
@NullMarked
module org.roam6.wire {
  requires static transitive org.jspecify;

  exports org.roam6.wire;
  exports org.roam6.wire.iana;
  exports org.roam6.wire.icmp;
  exports org.roam6.wire.ip;
  exports org.roam6.wire.mobility;
}
