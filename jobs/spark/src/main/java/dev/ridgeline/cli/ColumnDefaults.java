package dev.ridgeline.cli;

import dev.ridgeline.analysis.AnalysisTables;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.pareto.Objective;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Defaults of options that name columns. Such texts are no constants of the compiler. */
final class ColumnDefaults implements IDefaultValueProvider {

  /** The default of an option; null for options whose default stands beside them. */
  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || option.defaultValue() != null) {
      return null;
    }
    return switch (option.longestName()) {
      case "--workload", "--group-by" -> String.join(",", AnalysisTables.WORKLOAD);
      case "--objectives" ->
          AnalysisTables.OBJECTIVES.stream()
              .map(Objective::toString)
              .collect(Collectors.joining(", "));
      case "--where" -> CellColumns.STATUS + " = '" + Status.OK + "'";
      default -> null;
    };
  }
}
