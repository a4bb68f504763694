package dev.ridgeline.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All problems in the files and options that a user wrote, reported at once: file by file, and by
 * line.
 */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public ConfigException(List<Problem> problems) {
    super(report(problems));
    this.problems = List.copyOf(problems);
  }

  public ConfigException(String file, String message) {
    this(List.of(new Problem(file, "", 0, message)));
  }

  /** The problems, in the order in which they were found. */
  public List<Problem> problems() {
    return problems;
  }

  private static String report(List<Problem> problems) {
    Map<String, List<Problem>> byFile = new LinkedHashMap<>();
    for (Problem problem : problems) {
      byFile.computeIfAbsent(problem.file(), file -> new ArrayList<>()).add(problem);
    }
    StringBuilder report = new StringBuilder();
    byFile.forEach(
        (file, ofFile) -> {
          report.append(report.isEmpty() ? "" : "\n").append(file).append(": ");
          report.append(ofFile.size() == 1 ? "1 problem" : ofFile.size() + " problems");
          ofFile.sort(Comparator.comparingInt(Problem::line));
          ofFile.forEach(problem -> report.append("\n  ").append(problem.text()));
        });
    return report.toString();
  }
}
