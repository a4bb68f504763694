package dev.ridgeline.cli;

import dev.ridgeline.measurement.MeasuredPoint;
import dev.ridgeline.measurement.MeasurementFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The measurements that a command reads, and what is said of all of them. */
final class MeasurementArguments {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "MEASUREMENTS",
      description = "File of measured points or of results, or directory of such files.")
  private @Nullable Path place;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--set",
      paramLabel = "COLUMN=VALUE",
      description =
          "Value for all points, such as accelerator=h200-sxm, where files do not say it or say"
              + " something else. May be repeated.")
  private Map<String, String> given = new LinkedHashMap<>();

  /**
   * Where the measurements are, as it was given.
   *
   * @throws ParameterException where no place was given
   */
  String place() {
    return required().toString();
  }

  /** Whether a place was given. */
  boolean isGiven() {
    return place != null;
  }

  private Path required() {
    if (place == null) {
      throw new ParameterException(
          command.commandLine(), "Missing required parameter: 'MEASUREMENTS'");
    }
    if (place.toString().isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "MEASUREMENTS is empty. Allowed: a file or a directory.");
    }
    return place;
  }

  /** Reads the points. */
  List<MeasuredPoint> points() {
    return MeasurementFiles.read(required(), given);
  }
}
