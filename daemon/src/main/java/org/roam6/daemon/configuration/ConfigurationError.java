package org.roam6.daemon.configuration;

/**
 * One fault of a configuration file.
 *
 * @param file the file, as it was named
 * @param line line number, from 1 on
 * @param column column number in characters, from 1 on
 * @param problem what is wrong, with the word in question
 * @param suggestion what would be right
 * @param sourceLine the line; empty where there is none
 * @param width characters to underline, at least 1
 */
public record ConfigurationError(
    String file,
    int line,
    int column,
    String problem,
    String suggestion,
    String sourceLine,
    int width) {

  /**
   * The whole message: place, problem, suggestion, and below them the line with a caret under the
   * word.
   */
  public String message() {
    String head = file + ":" + line + ":" + column + ": " + problem + "; " + suggestion;
    if (sourceLine.isBlank()) {
      return head;
    }
    String number = "%5d | ".formatted(line);
    // A tab stays a tab, so that the caret stands below the word whatever the width of a tab.
    String indent =
        sourceLine.substring(0, Math.min(column - 1, sourceLine.length())).replaceAll("[^\t]", " ");
    return head
        + "\n"
        + number
        + sourceLine
        + "\n"
        + " ".repeat(5)
        + " | "
        + indent
        + "^".repeat(width);
  }

  @Override
  public String toString() {
    return message();
  }
}
