package dev.ridgeline.cli;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ridgeline.config.Problem;
import dev.ridgeline.output.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Problems as rows, for programs that show them beside the files. */
final class ProblemRows {

  private static final List<String> NAMES =
      List.of("file", "path", "line", "value", "message", "allowed", "suggestion");

  /** The part of a message that says what is allowed, and the one that says what may be meant. */
  private static final Pattern ALLOWED =
      Pattern.compile("(?:Allowed|Known): (.*?)\\.(?= Maybe |$)", Pattern.DOTALL);

  private static final Pattern MAYBE = Pattern.compile("Maybe .*", Pattern.DOTALL);

  private ProblemRows() {}

  /** A row for each problem: its place, what stands there, and what may stand there. */
  static Rows of(List<Problem> problems) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Problem problem : problems) {
      Matcher allowed = ALLOWED.matcher(problem.message());
      Matcher maybe = MAYBE.matcher(problem.message());
      rows.add(
          Rows.row(
              problem.file(),
              problem.path(),
              problem.line() > 0 ? problem.line() : null,
              value(problem),
              problem.message(),
              allowed.find() ? allowed.group(1) : null,
              maybe.find() ? maybe.group() : null));
    }
    return Rows.of(NAMES, rows);
  }

  /** What stands at the place of a problem; null where nothing does, or the file is no YAML. */
  private static @Nullable Object value(Problem problem) {
    try {
      Path file = Path.of(problem.file());
      if (problem.path().isEmpty() || !Files.isRegularFile(file)) {
        return null;
      }
      JsonNode tree = new YAMLMapper().readTree(Files.readString(file));
      JsonNode value = tree == null ? null : tree.at(JsonPointer.compile(problem.path()));
      if (value == null || value.isMissingNode() || value.isNull()) {
        return null;
      }
      if (value.isNumber()) {
        return value.numberValue();
      }
      if (value.isBoolean()) {
        return value.booleanValue();
      }
      return value.isTextual() ? value.textValue() : value.toString();
    } catch (IOException | IllegalArgumentException e) {
      // The problem itself may be that the file cannot be read.
      return null;
    }
  }
}
