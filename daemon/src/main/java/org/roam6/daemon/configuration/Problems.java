package org.roam6.daemon.configuration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects the faults of one file. */
public final class Problems {

  /** Beyond so many the file is probably no configuration of ours. */
  private static final int MAXIMUM = 100;

  private final String file;
  private final List<String> lines;
  private final List<ConfigurationError> errors = new ArrayList<>();

  public Problems(String file, String text) {
    this.file = file;
    this.lines = text.lines().toList();
  }

  /** A fault of what {@code node} spells. */
  public void add(Node node, String problem, String suggestion) {
    add(node.getStartMark(), node.getEndMark(), problem, suggestion);
  }

  /** A fault between two places; the beginning of the file stands for an unknown one. */
  public void add(Optional<Mark> start, Optional<Mark> end, String problem, String suggestion) {
    int line = start.map(Mark::getLine).orElse(0);
    int column = start.map(Mark::getColumn).orElse(0);
    int length = lineAt(line).length();
    int endColumn = end.filter(mark -> mark.getLine() == line).map(Mark::getColumn).orElse(length);
    add(line + 1, column + 1, Math.min(endColumn, length) - column, problem, suggestion);
  }

  /** A fault at a line and column, both from 1 on. */
  public void add(int line, int column, int width, String problem, String suggestion) {
    if (errors.size() < MAXIMUM) {
      errors.add(
          new ConfigurationError(
              file, line, column, problem, suggestion, lineAt(line - 1), Math.max(1, width)));
    }
  }

  private String lineAt(int index) {
    return index < lines.size() ? lines.get(index) : "";
  }

  public int count() {
    return errors.size();
  }

  /** All faults in the order of the file. */
  public List<ConfigurationError> errors() {
    return errors.stream()
        .sorted(
            Comparator.comparingInt(ConfigurationError::line)
                .thenComparingInt(ConfigurationError::column))
        .toList();
  }

  /** What the file says from the start of {@code node} to its end, at the same lines and columns. */
  String text(Node node) {
    int first = node.getStartMark().map(Mark::getLine).orElse(0);
    int column = node.getStartMark().map(Mark::getColumn).orElse(0);
    int last = node.getEndMark().map(Mark::getLine).orElse(lines.size());
    int end = node.getEndMark().map(Mark::getColumn).orElse(0);
    StringBuilder text = new StringBuilder("\n".repeat(first)).append(" ".repeat(column));
    for (int line = first; line <= last && line < lines.size(); line++) {
      String whole = lines.get(line);
      text.append(whole, line == first ? column : 0, line == last ? end : whole.length()).append('\n');
    }
    return text.toString();
  }
}
