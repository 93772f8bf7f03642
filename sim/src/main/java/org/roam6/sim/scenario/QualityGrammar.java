package org.roam6.sim.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.roam6.sim.link.Delay;
import org.roam6.sim.link.LinkQuality;

/** The quality of a link as a scenario writes it: {@code delay 1ms..60ms loss 10%}. */
final class QualityGrammar {

  private static final List<String> WORDS =
      List.of("delay", "loss", "duplication", "reordering", "corruption");

  private QualityGrammar() {}

  /** Reads to the end of the line; what is not named stays as in {@code usual}. */
  static LinkQuality read(Words words, LinkQuality usual) {
    LinkQuality quality = usual;
    do {
      quality = readOne(words, quality);
    } while (!words.isAtEnd());
    return quality;
  }

  private static LinkQuality readOne(Words words, LinkQuality q) {
    return switch (words.oneOf("property of a link", WORDS)) {
      case "delay" -> new LinkQuality(delay(words), q.loss(), q.duplication(), q.reordering(), q.corruption());
      case "loss" ->
          new LinkQuality(q.delay(), words.percentage(), q.duplication(), q.reordering(), q.corruption());
      case "duplication" ->
          new LinkQuality(q.delay(), q.loss(), words.percentage(), q.reordering(), q.corruption());
      case "reordering" ->
          new LinkQuality(q.delay(), q.loss(), q.duplication(), words.percentage(), q.corruption());
      default -> new LinkQuality(q.delay(), q.loss(), q.duplication(), q.reordering(), words.percentage());
    };
  }

  private static Delay delay(Words words) {
    List<Duration> range = words.range();
    if (words.take("plus")) {
      Duration typical = words.duration();
      words.require("up", "to");
      return new Delay.LongTailed(range.getFirst(), typical, words.duration());
    }
    return range.getFirst().equals(range.getLast())
        ? new Delay.Fixed(range.getFirst())
        : new Delay.Uniform(range.getFirst(), range.getLast());
  }

  static String write(LinkQuality quality) {
    return "delay " + write(quality.delay())
        + write(" loss ", quality.loss())
        + write(" duplication ", quality.duplication())
        + write(" reordering ", quality.reordering())
        + write(" corruption ", quality.corruption());
  }

  private static String write(Delay delay) {
    return switch (delay) {
      case Delay.Fixed(Duration fixed) -> SpanText.format(fixed);
      case Delay.Uniform(Duration least, Duration most) -> SpanText.format(least) + ".." + SpanText.format(most);
      case Delay.LongTailed(Duration least, Duration typical, Duration most) ->
          SpanText.format(least) + " plus " + SpanText.format(typical) + " up to " + SpanText.format(most);
    };
  }

  private static String write(String word, double probability) {
    if (probability == 0) {
      return "";
    }
    String percent = String.format(Locale.ROOT, "%.6f", probability * 100).replaceAll("\\.?0+$", "");
    return word + percent + "%";
  }
}
