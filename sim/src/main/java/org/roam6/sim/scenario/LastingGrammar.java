package org.roam6.sim.scenario;

import java.time.Duration;
import org.roam6.sim.network.PrefixDiscovery.Lasting;

/** How long a prefix lasts, in a line of a scenario. */
final class LastingGrammar {

  private LastingGrammar() {}

  static Lasting read(Words words) {
    words.require("valid");
    Duration valid = words.duration();
    words.require("preferred");
    Duration preferred = words.duration();
    if (preferred.compareTo(valid) > 0) {
      throw words.misreadLast("it is preferred for longer than it is valid, expected " + SpanText.format(valid));
    }
    return new Lasting(valid, preferred);
  }

  static String write(Lasting lasting) {
    return "valid " + SpanText.format(lasting.valid()) + " preferred " + SpanText.format(lasting.preferred());
  }
}
