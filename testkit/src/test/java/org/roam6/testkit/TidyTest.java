package org.roam6.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.roam6.testkit.SourceTree.Source;

/** The rules of style that a text search can check. Each message says what to do instead. */
class TidyTest {

  private static final int LONGEST_LINE = 120;
  private static final int LONGEST_FILE = 500;
  private static final Set<String> PURE_MODULES = Set.of("wire", "protocol", "sim");

  private static final List<Source> SOURCES = SourceTree.sources();

  @Test
  void theTreeIsThere() {
    assertThat(SOURCES).hasSizeGreaterThan(100);
    assertThat(SOURCES).extracting(Source::module).contains("wire", "protocol", "sim", "linux", "daemon", "lab", "cli");
  }

  @Test
  void protocolCodeHasNoClock() {
    inPureCode("System\\.(nanoTime|currentTimeMillis)|\\b(Instant|Clock|LocalDateTime)\\.now|new Date\\(",
        "time is passed in as org.roam6.protocol.Time");
  }

  @Test
  void protocolCodeHasNoThreads() {
    inPureCode("\\bThread\\b|ExecutorService|CompletableFuture|java\\.util\\.concurrent|\\bsynchronized\\b|\\bTimer\\b",
        "a node is used by one thread; deadlines are data");
  }

  @Test
  void protocolCodeHasNoSocketsOrFiles() {
    inPureCode("java\\.net\\.|java\\.nio\\.(file|channels)|java\\.io\\.(File|Socket)",
        "sending is an Effect; the driver does it");
  }

  @Test
  void protocolCodeHasNoLogger() {
    inPureCode("System\\.(out|err|getLogger)|java\\.util\\.logging|Logger\\b", "a fact worth telling is a Notice");
  }

  @Test
  void protocolCodeTakesRandomnessFromOutside() {
    inPureCode("Math\\.random|new (Secure)?Random\\(|ThreadLocalRandom|UUID\\.randomUUID",
        "org.roam6.protocol.Randomness is given to the constructor");
  }

  @Test
  void protocolCodeHasNoMutableStatics() {
    inPureCode("^\\s*(public |private |protected )?static (?!final|\\w*\\s*class|record|enum|interface|sealed)"
            + "[\\w<>\\[\\], .?]+ \\w+\\s*(=|;)",
        "static fields are final; state belongs to an object with one owner");
  }

  @Test
  void testsDoNotSleep() {
    everywhere(Source::isTest, "Thread\\.sleep|TimeUnit\\.\\w+\\.sleep|LockSupport\\.park",
        "use virtual time, or wait for an event with a bound");
  }

  @Test
  void testsAreNotDisabled() {
    everywhere(Source::isTest, "@Disabled|@Ignore", "mend the test, or take it away");
  }

  @Test
  void nothingIsLeftForLater() {
    everywhere(source -> true, "\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b", "do it, or write it in the README");
  }

  @Test
  void exceptionsAreNotSwallowed() {
    List<String> found = new ArrayList<>();
    Pattern empty = Pattern.compile("catch \\([^)]*\\) \\{\\s*\\}");
    for (Source source : SOURCES) {
      if (empty.matcher(source.text()).find()) {
        found.add(source.path().toString());
      }
    }
    assertThat(found).as("an empty catch says at least why nothing needs doing").isEmpty();
  }

  @Test
  void linesAreShort() {
    everywhere(source -> true, "^.{" + (LONGEST_LINE + 1) + ",}$", "break the line at " + LONGEST_LINE);
  }

  @Test
  void filesAreAboutOneThing() {
    List<String> found = new ArrayList<>();
    for (Source source : SOURCES) {
      if (source.lines().size() > LONGEST_FILE) {
        found.add(source.path() + " has " + source.lines().size() + " lines");
      }
    }
    assertThat(found).as("split what has more than " + LONGEST_FILE + " lines").isEmpty();
  }

  @Test
  void everyPackageIsExplained() {
    List<String> missing =
        SOURCES.stream()
            .filter(Source::isMain)
            .filter(source -> !source.path().endsWith("module-info.java"))
            .map(source -> source.path().getParent())
            .distinct()
            .filter(folder -> SOURCES.stream()
                .noneMatch(source -> source.path().equals(folder.resolve("package-info.java"))))
            .map(Object::toString)
            .toList();
    assertThat(missing).as("add a package-info.java of one paragraph").isEmpty();
  }

  @Test
  void transitionTablesNameEveryCase() {
    everywhere(source -> source.path().toString().endsWith("Machine.java"), "^\\s*default\\s*->",
        "name the cases, so that the compiler finds the one that is added later");
  }

  private static void inPureCode(String pattern, String instead) {
    everywhere(source -> source.isMain() && PURE_MODULES.contains(source.module()), pattern, instead);
  }

  private static void everywhere(Predicate<Source> which, String pattern, String instead) {
    Pattern compiled = Pattern.compile(pattern);
    List<String> found = new ArrayList<>();
    for (Source source : SOURCES) {
      if (!which.test(source) || source.path().endsWith("TidyTest.java")) {
        continue;
      }
      for (int i = 0; i < source.lines().size(); i++) {
        String line = source.lines().get(i);
        if (!line.strip().startsWith("*") && !line.strip().startsWith("//") && compiled.matcher(line).find()) {
          found.add(source.path() + ":" + (i + 1) + ": " + line.strip());
        }
      }
    }
    assertThat(found).as(instead).isEmpty();
  }
}
