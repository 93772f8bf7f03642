import org.jspecify.annotations.NullMarked;

/** Configuration, drivers and the management socket. */
@NullMarked
module org.roam6.daemon {
  requires static transitive org.jspecify;
  requires transitive org.roam6.protocol;
  requires org.roam6.linux;
  requires org.snakeyaml.engine;
  requires tools.jackson.databind;

  exports org.roam6.daemon;
  exports org.roam6.daemon.configuration;
  exports org.roam6.daemon.doctor;
  exports org.roam6.daemon.management;
  exports org.roam6.daemon.recording;
}
