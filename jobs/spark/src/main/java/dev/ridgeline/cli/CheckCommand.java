package dev.ridgeline.cli;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.check.CheckGroup;
import dev.ridgeline.check.CheckReport;
import dev.ridgeline.check.CheckTable;
import dev.ridgeline.check.Checks;
import dev.ridgeline.check.PointResolver;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.measurement.ConventionSet;
import dev.ridgeline.measurement.MeasuredPoint;
import dev.ridgeline.measurement.PointSelection;
import dev.ridgeline.output.Output;
import dev.ridgeline.output.Rows;
import dev.ridgeline.run.CheckRun;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Holds the model against measurements: predicts each point at its own conditions, and reports"
          + " how far it is off.",
      "Files are read in the formats of vllm bench serve, sglang.bench_serving, AIPerf, GenAI-Perf,"
          + " GuideLLM, trtllm-bench, InferenceX and aiconfigurator, and as tables of points."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline check catalogs/measurements",
      "  ridgeline check catalogs/measurements --engine vllm-0.29",
      "  ridgeline check my-results.json --points --format csv > points.csv"
    })
final class CheckCommand implements Callable<Integer> {

  private static final int TOO_FAR_OFF = 1;

  @Mixin private CatalogArguments catalogs;
  @Mixin private OutOptions replaced;
  @Mixin private MeasurementArguments measurements;
  @Mixin private FormatOptions format;
  @Spec private CommandSpec spec;

  @Option(
      names = "--engine",
      paramLabel = "ID",
      description =
          "Engine that is assumed for all points (default: for each the one it was measured with).")
  private Optional<String> engine = Optional.empty();

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "Reads the points of one part of the data (default: all).")
  private Optional<String> split = Optional.empty();

  @Option(
      names = "--clean",
      description = "Reads the points that their publisher trusts (default: all).")
  private boolean clean;

  @Option(
      names = "--by",
      paramLabel = "GROUPS",
      split = ",",
      defaultValue = "model,accelerator,engine,format,concurrency",
      description =
          "Groups in which errors are reported: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}).")
  private List<CheckGroup> by;

  @Option(
      names = "--points",
      description = "Prints each point beside its prediction, instead of the errors.")
  private boolean eachPoint;

  @Option(
      names = "--max-mape",
      paramLabel = "SHARE",
      description =
          "Largest mean absolute error of TPOT, such as 0.08 or 8%%. The exit code is 1 above it"
              + " (default: no limit).")
  private Optional<String> maxMape = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Place of the table checks, which has the terms of each prediction (default: errors are"
              + " only printed).")
  private Optional<String> out = Optional.empty();

  @Override
  public Integer call() {
    OptionalDouble limit = limit();
    String measured = measurements.place();
    CatalogDirectories directories = catalogs.directories();
    Catalogs entries = directories.read();
    PointResolver resolver = resolver(entries, ConventionSet.read(directories.beside()));
    List<MeasuredPoint> points =
        new PointSelection(split, clean).of(measured, measurements.points());
    Checks checks = Checks.of(points, resolver);
    Output output = format.output(spec);
    print(checks, output);
    out.ifPresent(
        place ->
            new CheckRun(measured, entries, checks, place, replaced.replacing()).execute(output));
    return isTooFarOff(checks, limit, output) ? TOO_FAR_OFF : 0;
  }

  private void print(Checks checks, Output output) {
    if (eachPoint) {
      output.print(Rows.of(CheckTable.CHECKS, checks.all()));
    } else if (output.isTable()) {
      output.say(CheckReport.of(checks, by));
    } else {
      output.say(CheckReport.counts(checks));
      output.print(CheckReport.errors(checks, by));
    }
  }

  private PointResolver resolver(Catalogs entries, ConventionSet conventions) {
    PointResolver resolver = PointResolver.of(entries, conventions);
    if (engine.isEmpty()) {
      return resolver;
    }
    String id = engine.get();
    return resolver.withEngine(
        entries
            .engines()
            .find(id)
            .orElseThrow(() -> new ConfigException("--engine", entries.engines().unknown(id))));
  }

  /** The limit as a share. A plain number above 1 is refused, since it may mean percent. */
  private OptionalDouble limit() {
    if (maxMape.isEmpty()) {
      return OptionalDouble.empty();
    }
    String text = maxMape.get();
    try {
      boolean isPercent = text.endsWith("%");
      double number = Double.parseDouble(isPercent ? text.substring(0, text.length() - 1) : text);
      double share = isPercent ? number / 100 : number;
      if (share > 0 && (isPercent ? share < 1e6 : share <= 1)) {
        return OptionalDouble.of(share);
      }
    } catch (NumberFormatException e) {
      // Reported below, as a number outside the range is.
    }
    throw new ConfigException(
        "--max-mape",
        "is '" + text + "'. Allowed: a share above 0 and at most 1, such as 0.08, or 8%.");
  }

  private static boolean isTooFarOff(Checks checks, OptionalDouble limit, Output output) {
    if (limit.isEmpty()) {
      return false;
    }
    OptionalDouble mape = CheckReport.tpotMape(checks);
    boolean isAbove = mape.isEmpty() || mape.getAsDouble() > limit.getAsDouble();
    if (isAbove) {
      String error =
          mape.isEmpty()
              ? "no point has a predicted and a measured TPOT"
              : String.format(Locale.ROOT, "TPOT is %.1f%% off", 100 * mape.getAsDouble());
      output.say(
          String.format(
              Locale.ROOT,
              "%n%s. Allowed by --max-mape: %.1f%%.%n",
              error,
              100 * limit.getAsDouble()));
    }
    return isAbove;
  }
}
