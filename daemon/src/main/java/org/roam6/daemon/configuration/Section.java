package org.roam6.daemon.configuration;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A mapping of the file. What {@link #optional} and {@link #required} have asked for are the keys
 * that it may have; {@link #close} finds the others.
 */
public final class Section {

  private final Problems problems;
  private final String name;
  private final Node key;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  /**
   * A mapping; a key that stands twice is a fault.
   *
   * @param name what it is called in messages
   * @param key where the file names it
   * @param mapping the mapping itself
   */
  public Section(Problems problems, String name, Node key, MappingNode mapping) {
    this.problems = problems;
    this.name = name;
    this.key = key;
    for (NodeTuple tuple : mapping.getValue()) {
      add(tuple.getKeyNode(), tuple.getValueNode());
    }
  }

  private void add(Node keyNode, Node valueNode) {
    if (!(keyNode instanceof ScalarNode scalar)) {
      problems.add(keyNode, "a key of " + name + " is not a word", "write 'key: value'");
      return;
    }
    String word = scalar.getValue();
    Node first = keys.putIfAbsent(word, keyNode);
    if (first == null) {
      values.put(word, new Value(problems, word, keyNode, valueNode));
    } else {
      int line = first.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
      problems.add(
          keyNode,
          "key '" + word + "' stands twice in " + name,
          "remove this one or that in line " + line);
    }
  }

  public String name() {
    return name;
  }

  /** Whether the key is there. */
  public boolean has(String word) {
    asked.add(word);
    return values.containsKey(word);
  }

  /** All keys with their values, where the file chooses the keys. */
  public Map<String, Value> all() {
    asked.addAll(values.keySet());
    return values;
  }

  /** A key that is there, as a value of its own. */
  public Value key(String word) {
    Node node = keys.getOrDefault(word, key);
    return new Value(problems, name, node, node);
  }

  /** The value of a key that may be absent, read as {@code type} says. */
  public <T> Optional<T> optional(String word, Function<Value, Optional<T>> type) {
    asked.add(word);
    return Optional.ofNullable(values.get(word)).flatMap(type);
  }

  /**
   * The value of a key that must be there.
   *
   * @param example the whole line as it could be, for the message
   */
  public <T> Optional<T> required(String word, String example, Function<Value, Optional<T>> type) {
    if (!has(word)) {
      missing("'" + word + "'", "add '" + word + ": " + example + "'");
    }
    return optional(word, type);
  }

  /** A fault: something is not there. */
  public void missing(String what, String suggestion) {
    problems.add(key, name + " lacks " + what, suggestion);
  }

  /** A fault of a key that is there but should not be. */
  public void refuseKey(String word, String problem, String suggestion) {
    Node node = keys.get(word);
    problems.add(node == null ? key : node, problem, suggestion);
  }

  /** Finds the keys that nobody asked for. */
  public void close() {
    keys.forEach(
        (word, node) -> {
          if (!asked.contains(word)) {
            problems.add(
                node, "unknown key '" + word + "' in " + name, Suggestion.among(asked, word));
          }
        });
  }
}
