package dev.ridgeline.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the valid name that a user most likely meant. */
public final class NearestName {

  /** Length of the shortest name that is told by the end of a text alone. */
  private static final int LEAST_ENDING = 4;

  /** Most known names that advice lists. */
  private static final int MOST_LISTED = 8;

  private NearestName() {}

  /**
   * Advice that follows an unknown name: the known names, nearest first, and the nearest of them if
   * one is near. Names that start with the given one stand before all others. Example: " Known: a,
   * b. Maybe you meant 'a'."
   */
  public static String advice(String given, Collection<String> known) {
    String wanted = given.toLowerCase(Locale.ROOT);
    List<String> ranked =
        known.stream()
            .distinct()
            .sorted(
                Comparator.<String>comparingDouble(name -> share(wanted, name))
                    .thenComparing(name -> name))
            .toList();
    String list = String.join(", ", ranked.subList(0, Math.min(ranked.size(), MOST_LISTED)));
    int more = ranked.size() - MOST_LISTED;
    return " Known: "
        + (ranked.isEmpty() ? "none" : list)
        + (more > 0 ? " and " + more + " more" : "")
        + "."
        + of(given, known).map(name -> " Maybe you meant '" + name + "'.").orElse("");
  }

  /**
   * The nearest known name within an edit distance of half the length of the longer name, if any. A
   * name of some length with which the wanted text ends is near, too.
   */
  static Optional<String> of(String given, Collection<String> known) {
    String wanted = given.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(name -> score(wanted, name) <= Math.max(wanted.length(), name.length()) / 2)
        .min(byNearness(wanted));
  }

  /** The edit distance over the length of the longer name, so that short names are not near all. */
  private static double share(String wanted, String name) {
    return score(wanted, name) / (double) Math.max(1, Math.max(wanted.length(), name.length()));
  }

  private static Comparator<String> byNearness(String wanted) {
    return Comparator.<String>comparingInt(name -> score(wanted, name))
        .thenComparingInt(String::length)
        .thenComparing(name -> name);
  }

  /**
   * Edit distance between two names. It is 0 for a name that starts with the wanted text, and at
   * most 1 for a name with which the text ends.
   */
  private static int score(String wanted, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    int distance = distance(wanted, lower);
    if (lower.length() >= LEAST_ENDING && wanted.endsWith(lower)) {
      return Math.min(1, distance);
    }
    return !wanted.isEmpty() && lower.startsWith(wanted) ? 0 : distance;
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
