package org.roam6.sim.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Prefix;

/** The words of one line, read from left to right. What does not fit is an exception; the reader makes it a value. */
final class Words {

  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|[^\\s,]+|,");

  private final int line;
  private final int length;
  private final List<String> words = new ArrayList<>();
  private final List<Integer> columns = new ArrayList<>();
  private int at;

  Words(int line, String text) {
    this.line = line;
    this.length = text.length();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group());
      columns.add(matcher.start() + 1);
    }
  }

  /** The line does not mean anything. Never leaves the package. */
  static final class Misread extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int line;
    private final int column;

    private Misread(int line, int column, String message) {
      super(message);
      this.line = line;
      this.column = column;
    }

    ScenarioProblem problem() {
      return new ScenarioProblem(line, column, String.valueOf(getMessage()));
    }
  }

  int line() {
    return line;
  }

  boolean isAtEnd() {
    return at == words.size();
  }

  private String peek() {
    return isAtEnd() ? "" : words.get(at);
  }

  /** A fault of the word that comes next. */
  Misread misread(String message) {
    return new Misread(line, isAtEnd() ? length + 1 : columns.get(at), message);
  }

  /** A fault of the word that was read last. */
  Misread misreadLast(String message) {
    return new Misread(line, columns.get(at - 1), message);
  }

  private Misread expected(String what) {
    return misread((isAtEnd() ? "the line ends" : "'" + peek() + "' is unexpected") + ", expected " + what);
  }

  /** The next word, whatever it is. */
  String next(String what) {
    if (isAtEnd()) {
      throw expected(what);
    }
    return words.get(at++);
  }

  /** Takes these words where they come next: whether they do. */
  boolean take(String... sequence) {
    for (int i = 0; i < sequence.length; i++) {
      if (at + i >= words.size() || !words.get(at + i).equals(sequence[i])) {
        return false;
      }
    }
    at += sequence.length;
    return true;
  }

  /** Takes these words, which have to come next. */
  void require(String... sequence) {
    for (String word : sequence) {
      if (!take(word)) {
        throw expected("'" + word + "'");
      }
    }
  }

  /** Nothing may follow. */
  void end() {
    if (!isAtEnd()) {
      throw expected("the end of the line");
    }
  }

  /** One of some names. */
  String oneOf(String what, Collection<String> names) {
    if (!isAtEnd() && names.contains(peek())) {
      return words.get(at++);
    }
    Optional<String> meant = nearest(peek(), names);
    throw isAtEnd() || meant.isEmpty()
        ? expected(what + ": " + String.join(", ", names))
        : misread("'" + peek() + "' is no " + what + ", did you mean '" + meant.get() + "'?");
  }

  private static Optional<String> nearest(String word, Collection<String> names) {
    return names.stream()
        .filter(name -> distance(word, name) <= (word.length() + 1) / 3)
        .min(Comparator.comparingInt(name -> distance(word, name)));
  }

  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int substitution = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }

  /** A length of time. */
  Duration duration() {
    Optional<Duration> duration = SpanText.parse(peek());
    if (duration.isEmpty()) {
      throw expected("a time such as 30s or 1.5ms");
    }
    at++;
    return duration.get();
  }

  /** Two lengths of time as {@code 3s..10s}, the first not longer; or one, which then stands for both. */
  List<Duration> range() {
    String[] parts = peek().split("\\.\\.", -1);
    List<Duration> ends = new ArrayList<>();
    for (String part : parts) {
      SpanText.parse(part).ifPresent(ends::add);
    }
    if (parts.length > 2 || ends.size() != parts.length || ends.getFirst().compareTo(ends.getLast()) > 0) {
      throw expected("a time such as 5ms, or two as in 1ms..60ms");
    }
    at++;
    return List.of(ends.getFirst(), ends.getLast());
  }

  /** The moment of a line that reads {@code at TIME what}; empty where this is another line. */
  Optional<Time> momentOf(String what) {
    return words.size() == 3 && words.getFirst().equals("at") && words.getLast().equals(what)
        ? SpanText.parse(words.get(1)).map(Time.ZERO::plus)
        : Optional.empty();
  }

  /** A whole number from {@code least} to {@code most}. */
  long number(long least, long most) {
    String word = peek();
    long value = word.matches("-?\\d{1,18}") ? Long.parseLong(word) : least - 1;
    if (value < least || value > most) {
      throw expected("a number from " + least + " to " + most);
    }
    at++;
    return value;
  }

  boolean isNumberNext() {
    return peek().matches("\\d{1,9}");
  }

  /** A prefix such as {@code 2001:db8:9::/64}. */
  Ipv6Prefix prefix() {
    try {
      Ipv6Prefix prefix = Ipv6Prefix.parse(peek());
      at++;
      return prefix;
    } catch (IllegalArgumentException e) {
      throw expected("a prefix such as 2001:db8:9::/64");
    }
  }

  /** A probability as {@code 2.5%}. */
  double percentage() {
    String word = peek();
    double value = word.matches("\\d{1,3}(\\.\\d{1,15})?%") ? Double.parseDouble(word.replace("%", "")) / 100 : -1;
    if (value < 0 || value > 1) {
      throw expected("0% to 100%");
    }
    at++;
    return value;
  }

  /** A text in quotation marks, without them. */
  String quotation() {
    String word = peek();
    if (word.length() < 2 || !word.startsWith("\"")) {
      throw expected("a text in quotation marks");
    }
    at++;
    return word.substring(1, word.length() - 1);
  }

  /** All that is left of the line, joined by single blanks. */
  String rest() {
    String rest = String.join(" ", words.subList(at, words.size())).replace(" ,", ",");
    at = words.size();
    return rest;
  }
}
