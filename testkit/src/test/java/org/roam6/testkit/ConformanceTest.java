package org.roam6.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

/** The conformance book says of each requirement what the tree says. */
class ConformanceTest {

  private static final SortedMap<String, List<Claims.Test>> CLAIMS = Claims.inTheTree();

  @Test
  void onlyRequirementsThatExistAreClaimed() throws IOException {
    assertThat(ConformanceBook.numbers()).containsAll(CLAIMS.keySet()).containsAll(ConformanceBook.remarks().keySet());
  }

  @Test
  void whatATestShowsIsNotRemarkedUpon() throws IOException {
    assertThat(CLAIMS.keySet()).doesNotContainAnyElementsOf(ConformanceBook.remarks().keySet());
  }

  @Test
  void thePageHasALineForEachRequirementWithItsTestsOrItsRemark() throws IOException {
    List<String> page = Files.readAllLines(ConformanceBook.PAGE);
    SortedSet<String> numbers = ConformanceBook.numbers();
    Map<String, ConformanceBook.Remark> remarks = ConformanceBook.remarks();
    for (String number : numbers) {
      List<String> lines = page.stream().filter(line -> line.startsWith("| " + number + " |")).toList();
      assertThat(lines).as(number).singleElement().satisfies(line -> {
        if (remarks.containsKey(number)) {
          assertThat(line).contains("| " + remarks.get(number).state() + " | " + remarks.get(number).reason());
        } else if (CLAIMS.containsKey(number)) {
          CLAIMS.get(number).forEach(test -> assertThat(line).contains("| passed |").contains(test.toString()));
        } else {
          assertThat(line).isEqualTo("| " + number + " | open | |");
        }
      });
    }
  }
}
