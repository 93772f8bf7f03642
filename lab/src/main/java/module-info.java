import org.jspecify.annotations.NullMarked;

/** Networks of namespaces on one machine, and the demo. */
@NullMarked
module org.roam6.lab {
  requires static transitive org.jspecify;
  requires transitive org.roam6.daemon;
  requires transitive org.roam6.linux;
  requires org.roam6.sim;
  requires org.snakeyaml.engine;
  requires tools.jackson.databind;

  exports org.roam6.lab;
  exports org.roam6.lab.demo;
  exports org.roam6.lab.file;
}
