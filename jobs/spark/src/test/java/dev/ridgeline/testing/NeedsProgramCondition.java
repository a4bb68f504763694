package dev.ridgeline.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips, or fails, the tests whose programs are missing: {@link NeedsProgram}. */
final class NeedsProgramCondition implements ExecutionCondition {

  /** Where this is "true", a missing program is a failure. {@code .ci/run} sets it. */
  static final String REQUIRED_VARIABLE = "RIDGELINE_REQUIRE_PROGRAMS";

  /** Installs the packages, from the root of the project. */
  static final String SCRIPT = ".ci/packages";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), NeedsProgram.class)
        .map(
            needs ->
                decide(
                    context.getDisplayName(),
                    needs,
                    NeededPrograms.OF_THIS_MACHINE,
                    "true".equals(System.getenv(REQUIRED_VARIABLE))))
        .orElseGet(() -> ConditionEvaluationResult.enabled("needs no program"));
  }

  /**
   * Whether a test runs.
   *
   * @throws IllegalStateException if a program is missing and required, or if a package that the
   *     annotation names is not in the script's list
   */
  static ConditionEvaluationResult decide(
      String test, NeedsProgram needs, NeededPrograms programs, boolean required) {
    List<String> unlisted =
        Stream.of(needs.packages()).filter(name -> !listedPackages().contains(name)).toList();
    if (!unlisted.isEmpty()) {
      throw new IllegalStateException(
          SCRIPT + " lacks packages of " + test + ": " + String.join(" ", unlisted));
    }
    List<String> missing = programs.lackedBy(needs);
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("all programs are here");
    }
    String reason =
        "%s needs %s: run %s, or install the Debian packages %s."
            .formatted(
                test, String.join(", ", missing), SCRIPT, String.join(" ", needs.packages()));
    if (required) {
      throw new IllegalStateException(reason);
    }
    return ConditionEvaluationResult.disabled(reason);
  }

  /** The packages of the script: the lines of its list. */
  static Set<String> listedPackages() {
    try {
      return Files.readAllLines(Path.of("..", "..", SCRIPT)).stream()
          .dropWhile(line -> !line.equals("packages=("))
          .skip(1)
          .takeWhile(line -> !line.equals(")"))
          .map(String::strip)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
