package org.roam6.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tests claim to show which requirements: {@code @Tag("R6275-001")} above a test method says that it would fail if
 * the requirement were not met.
 */
final class Claims {

  private static final Pattern TAG = Pattern.compile("^  @Tag\\(\"(R\\d{4}-\\d{3})\"\\)");
  private static final Pattern METHOD = Pattern.compile("^  (?:public )?void (\\w+)\\(");

  private Claims() {}

  /** A test method. */
  record Test(String className, String method) implements Comparable<Test> {
    @Override
    public int compareTo(Test other) {
      return toString().compareTo(other.toString());
    }

    /** As it stands in the book. */
    @Override
    public String toString() {
      return className.substring(className.lastIndexOf('.') + 1) + "." + method;
    }
  }

  /** The tests that claim each requirement, by its number. */
  static SortedMap<String, List<Test>> inTheTree() {
    SortedMap<String, List<Test>> claims = new TreeMap<>();
    for (SourceTree.Source source : SourceTree.sources()) {
      if (source.isTest()) {
        read(source, claims);
      }
    }
    return claims;
  }

  private static void read(SourceTree.Source source, SortedMap<String, List<Test>> claims) {
    List<String> pending = new ArrayList<>();
    for (String line : source.lines()) {
      Matcher tag = TAG.matcher(line);
      while (tag.find()) {
        pending.add(tag.group(1));
      }
      Matcher method = METHOD.matcher(line);
      if (method.find()) {
        Test test = new Test(className(source), method.group(1));
        pending.forEach(id -> claims.computeIfAbsent(id, _ -> new ArrayList<>()).add(test));
        pending.clear();
      }
    }
    if (!pending.isEmpty()) {
      throw new IllegalStateException(source.path() + ": " + pending + " stand above no test method");
    }
  }

  private static String className(SourceTree.Source source) {
    String path = source.path().toString();
    return path.substring(path.indexOf("/java/") + "/java/".length(), path.length() - ".java".length())
        .replace('/', '.');
  }
}
