package org.roam6.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  @Test
  void refusesToDoNothing() {
    assertThat(run()).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString()).contains("Missing COMMAND").contains("Usage: roam6");
  }

  @Test
  void printsHelpOnRequest() {
    assertThat(run("--help")).isEqualTo(ExitStatus.OK);
    assertThat(out.toString()).contains("Usage: roam6");
    assertThat(err.toString()).isEmpty();
  }
}
