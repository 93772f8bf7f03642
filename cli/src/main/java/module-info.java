import org.jspecify.annotations.NullMarked;

/** The roam6 command. */
@NullMarked
module org.roam6.cli {
  requires static transitive org.jspecify;
  requires org.roam6.daemon;
  requires org.roam6.lab;
  requires org.roam6.sim;
  requires info.picocli;
  requires tools.jackson.databind;

  opens org.roam6.cli to
      info.picocli;
}
