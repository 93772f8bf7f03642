package org.roam6.daemon.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody probably meant. */
final class Suggestion {

  private Suggestion() {}

  /** "did you mean ...?" where a word is near, else all that there are. */
  static String among(Collection<String> known, String word) {
    return nearest(known, word)
        .map(near -> "did you mean '" + near + "'?")
        .orElseGet(
            () ->
                known.size() == 1
                    ? "expected " + first(known)
                    : "expected one of " + String.join(", ", known));
  }

  private static String first(Collection<String> known) {
    return known.iterator().next();
  }

  private static Optional<String> nearest(Collection<String> known, String word) {
    String lower = word.toLowerCase(Locale.ROOT).replace('_', '-');
    return known.stream()
        .filter(candidate -> distance(lower, candidate) <= Math.max(1, candidate.length() / 3))
        .min(Comparator.comparingInt(candidate -> distance(lower, candidate)));
  }

  /** How many letters were left out, added, replaced or swapped with their neighbour. */
  private static int distance(String one, String other) {
    int[][] cost = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        cost[i][j] = i == 0 ? j : j == 0 ? i : cell(cost, one, other, i, j);
      }
    }
    return cost[one.length()][other.length()];
  }

  private static int cell(int[][] cost, String one, String other, int i, int j) {
    int replaced = cost[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
