package org.roam6.daemon.configuration;

import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Turns YAML text into its root mapping, within bounds. */
public final class YamlText {

  /** Characters of a configuration file at most. */
  static final int MAXIMUM_LENGTH = 1 << 20;

  /** Mappings and lists in one another at most. */
  static final int MAXIMUM_DEPTH = 16;

  private static final String SYNTAX =
      "check the indentation, and quote words that hold ': ', '#', '*' or '&'";

  private YamlText() {}

  /**
   * The root mapping of {@code text}, read by {@code reader}; empty where there is any fault.
   *
   * @param example how a file could start, for the message
   */
  public static <T> Optional<T> root(
      String text, String example, Problems problems, Function<Section, Optional<T>> reader) {
    LoadSettings settings =
        LoadSettings.builder()
            .setUseMarks(true)
            .setAllowDuplicateKeys(true)
            .setCodePointLimit(MAXIMUM_LENGTH)
            .build();
    try {
      if (!withinBounds(settings, text, problems)) {
        return Optional.empty();
      }
      Optional<Node> node = new Composer(settings, parser(settings, text)).getSingleNode();
      if (node.isPresent() && node.get() instanceof MappingNode mapping) {
        return new Value(problems, "the file", mapping, mapping).section(reader);
      }
      problems.add(
          1,
          1,
          1,
          "the file is no mapping of keys to values",
          "start with '" + example + "', for example");
    } catch (MarkedYamlEngineException fault) {
      problems.add(
          fault.getProblemMark(), fault.getProblemMark(), syntax(fault.getProblem()), SYNTAX);
    } catch (ReaderException fault) {
      String before = text.substring(0, text.offsetByCodePoints(0, fault.getPosition()));
      int line = (int) before.chars().filter(each -> each == '\n').count() + 1;
      int column = before.length() - before.lastIndexOf('\n');
      String character = "U+%04X".formatted(fault.getCodePoint());
      problems.add(
          line, column, 1, "the character " + character + " is not allowed in YAML", "remove it");
    } catch (YamlEngineException fault) {
      problems.add(1, 1, 1, syntax(String.valueOf(fault.getMessage())), SYNTAX);
    }
    return Optional.empty();
  }

  private static ParserImpl parser(LoadSettings settings, String text) {
    return new ParserImpl(settings, new StreamReader(settings, text));
  }

  private static String syntax(String problem) {
    return "not YAML: " + problem.lines().findFirst().orElse("");
  }

  /**
   * Looks at the events alone, which takes no more memory than the text: an alias would let a short
   * file stand for an endless one.
   */
  private static boolean withinBounds(LoadSettings settings, String text, Problems problems) {
    if (text.length() > MAXIMUM_LENGTH) {
      problems.add(
          1,
          1,
          1,
          "the file has " + text.length() + " characters",
          "expected at most " + MAXIMUM_LENGTH);
      return false;
    }
    int depth = 0;
    for (ParserImpl parser = parser(settings, text); parser.hasNext(); ) {
      Event event = parser.next();
      if (event instanceof AliasEvent alias) {
        String word = "*" + alias.getAlias();
        problems.add(
            event.getStartMark(),
            event.getEndMark(),
            "'" + word + "' is an alias",
            "write the value out");
        return false;
      }
      depth +=
          event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
      if (depth > MAXIMUM_DEPTH) {
        String suggestion =
            "expected at most " + MAXIMUM_DEPTH + " mappings and lists in one another";
        problems.add(event.getStartMark(), event.getStartMark(), "nested too deeply", suggestion);
        return false;
      }
    }
    return true;
  }
}
