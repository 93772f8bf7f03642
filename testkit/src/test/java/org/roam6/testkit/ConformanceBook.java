package org.roam6.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes {@code docs/conformance.md}: what became of each requirement in the last run of the tests. The numbers of the
 * requirements come from a list outside the tree where that is there, else from the page as it stands.
 */
final class ConformanceBook {

  static final Path PAGE = SourceTree.ROOT.resolve("docs/conformance.md");
  static final Path REMARKS = SourceTree.ROOT.resolve("docs/conformance-remarks.txt");

  private static final Path LIST = SourceTree.ROOT.resolve("../shared/conformance/musts.csv");
  private static final Pattern NUMBER = Pattern.compile("^\\|? ?(R\\d{4}-\\d{3})\\b", Pattern.MULTILINE);
  private static final Pattern CASE =
      Pattern.compile("<testcase name=\"([^\"]*)\" classname=\"([^\"]*)\"[^>]*?(/>|>(.*?)</testcase>)", Pattern.DOTALL);
  private static final String HEAD =
      """
      # Conformance
      One line for each numbered requirement of RFC 6275 and its family. `./dev test && ./dev conformance` writes this
      page. `passed`: the tests named fail if the requirement is not met, and they passed. `departed`: we do something
      else, for the reason given. `n/a`: it is not about Roam6. `open`: no test shows it yet.

      | requirement | state | by |
      |---|---|---|
      """;

  private ConformanceBook() {}

  /** What is said of a requirement that no test shows. */
  record Remark(String state, String reason) {}

  /**
   * Writes the page.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws IOException {
    SortedMap<String, List<Claims.Test>> claims = Claims.inTheTree();
    Map<String, Remark> remarks = remarks();
    Results results = Results.read();
    StringBuilder page = new StringBuilder(HEAD);
    List<String> problems = new ArrayList<>();
    for (String number : numbers()) {
      List<Claims.Test> tests = claims.getOrDefault(number, List.of());
      page.append(line(number, tests, remarks, results, problems));
    }
    Files.writeString(PAGE, page);
    problems.forEach(System.err::println);
    System.exit(problems.isEmpty() ? 0 : 1);
  }

  private static String line(
      String number, List<Claims.Test> tests, Map<String, Remark> remarks, Results results, List<String> problems) {
    Remark remark = remarks.get(number);
    if (remark != null) {
      return "| %s | %s | %s |%n".formatted(number, remark.state(), remark.reason());
    }
    if (tests.isEmpty()) {
      return "| %s | open | |%n".formatted(number);
    }
    List<Claims.Test> bad = tests.stream().filter(test -> !results.hasPassed(test)).toList();
    bad.forEach(test -> problems.add(number + ": " + test + " did not run, or did not pass"));
    List<String> names = tests.stream().sorted().map(Claims.Test::toString).toList();
    return "| %s | %s | %s |%n".formatted(number, bad.isEmpty() ? "passed" : "failed", String.join(", ", names));
  }

  /** The numbers of all requirements. */
  static SortedSet<String> numbers() throws IOException {
    SortedSet<String> numbers = new TreeSet<>();
    Matcher matcher = NUMBER.matcher(Files.readString(Files.exists(LIST) ? LIST : PAGE));
    while (matcher.find()) {
      numbers.add(matcher.group(1));
    }
    return numbers;
  }

  /** The remarks, by the number of the requirement; a line is {@code number state reason}. */
  static Map<String, Remark> remarks() throws IOException {
    Map<String, Remark> remarks = new TreeMap<>();
    for (String line : Files.readAllLines(REMARKS)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split(" ", 3);
        remarks.put(parts[0], new Remark(parts[1], parts[2]));
      }
    }
    return remarks;
  }

  /** What the last run of the tests says. */
  private record Results(SortedSet<String> passed, SortedSet<String> others) {

    static Results read() throws IOException {
      Results results = new Results(new TreeSet<>(), new TreeSet<>());
      try (Stream<Path> modules = Files.list(SourceTree.ROOT)) {
        for (Path module : modules.sorted().toList()) {
          results.readFolder(module.resolve("target/surefire-reports"));
        }
      }
      return results;
    }

    private void readFolder(Path folder) throws IOException {
      if (!Files.isDirectory(folder)) {
        return;
      }
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(each -> each.getFileName().toString().startsWith("TEST-")).toList()) {
          Matcher matcher = CASE.matcher(Files.readString(file));
          while (matcher.find()) {
            // Parameters follow the name of the method.
            String test = matcher.group(2) + "." + matcher.group(1).replaceAll("\\W.*", "");
            String body = matcher.group(4) == null ? "" : matcher.group(4);
            boolean good = !body.contains("<failure") && !body.contains("<error") && !body.contains("<skipped");
            (good ? passed : others).add(test);
          }
        }
      }
    }

    boolean hasPassed(Claims.Test test) {
      String name = test.className() + "." + test.method();
      return passed.contains(name) && !others.contains(name);
    }
  }
}
