import org.jspecify.annotations.NullMarked;

/** All protocol logic: events in, effects out, time passed in. */
@NullMarked
module org.roam6.protocol {
  requires static transitive org.jspecify;
  requires transitive org.roam6.wire;

  exports org.roam6.protocol;
  exports org.roam6.protocol.auth;
  exports org.roam6.protocol.binding;
  exports org.roam6.protocol.correspondent;
  exports org.roam6.protocol.dhcp;
  exports org.roam6.protocol.forwarding;
  exports org.roam6.protocol.router;
  exports org.roam6.protocol.homeagent;
  exports org.roam6.protocol.mobilenode;
  exports org.roam6.protocol.neighbor;
}
