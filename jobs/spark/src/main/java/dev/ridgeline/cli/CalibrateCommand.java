package dev.ridgeline.cli;

import dev.ridgeline.calibrate.Calibration;
import dev.ridgeline.calibrate.CalibrationReport;
import dev.ridgeline.calibrate.Calibrator;
import dev.ridgeline.calibrate.KernelCalibration;
import dev.ridgeline.calibrate.KernelCalibrator;
import dev.ridgeline.calibrate.KernelTimings;
import dev.ridgeline.calibrate.Observation;
import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.catalog.EntryYaml;
import dev.ridgeline.check.PointResolver;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.measurement.ConventionSet;
import dev.ridgeline.measurement.MeasuredPoint;
import dev.ridgeline.output.Output;
import dev.ridgeline.output.Rows;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    description = {
      "Fits the constants of an engine's steps to measurements of servers, and writes the engine as"
          + " an entry of a catalog.",
      "From 6 points on, each constant is fitted and leans to that of the catalog. Fewer points"
          + " give one factor on all times. Errors are those on points that were left out.",
      "With --kernels it fits the efficiency profile of an accelerator to times of kernels, which"
          + " deploy/measure/kernels.py measures, and writes that profile."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline calibrate my-server.csv --engine vllm-fitted --out my-catalog",
      "  ridgeline sweep sweep.yaml --catalog my-catalog",
      "  ridgeline calibrate points.csv --engine sglang-fitted --anew --out my-catalog",
      "  ridgeline calibrate --kernels k.csv --accelerator h200-sxm --out my-catalog",
      "  ridgeline calibrate points.csv --engine vllm-fitted --out mine --format json"
    })
final class CalibrateCommand implements Runnable {

  @Mixin private CatalogArguments catalogs;
  @Mixin private MeasurementArguments measurements;
  @Mixin private EntryFiles written;
  @Mixin private FormatOptions format;
  @Spec private CommandSpec spec;

  @Option(
      names = "--engine",
      paramLabel = "ID",
      description =
          "Engine of the catalog to fit. Where no point was measured with it, all points were.")
  private @Nullable String engine;

  @Option(
      names = "--kernels",
      paramLabel = "FILE",
      description = "Times of kernels on one device, instead of MEASUREMENTS.")
  private @Nullable Path kernels;

  @Option(
      names = "--accelerator",
      paramLabel = "ID",
      description = "Accelerator of the catalog that --kernels was measured on.")
  private @Nullable String accelerator;

  @Option(
      names = "--anew",
      description =
          "Forgets the constants that the catalog has. They then lean to those of all engines among"
              + " the measurements.")
  private boolean anew;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Directory of catalogs that the entry is written into, for --catalog.")
  private Path out;

  @Override
  public void run() {
    if (kernels != null) {
      if (measurements.isGiven() || engine != null) {
        throw misused("--kernels takes neither MEASUREMENTS nor --engine");
      }
      ofKernels(kernels, required(accelerator, "--accelerator"));
    } else {
      ofServers(required(engine, "--engine"));
    }
    spec.commandLine().getOut().flush();
  }

  private ParameterException misused(String reason) {
    return new ParameterException(spec.commandLine(), reason);
  }

  private String required(@Nullable String value, String option) {
    if (value == null) {
      throw misused("Missing required option: '" + option + "=ID'");
    }
    return value;
  }

  /** Fits the profile of an accelerator to times of kernels. */
  private void ofKernels(Path timed, String id) {
    Catalogs entries = catalogs.directories().read();
    Accelerator device =
        entries
            .accelerators()
            .find(id)
            .orElseThrow(
                () -> new ConfigException("--accelerator", entries.accelerators().unknown(id)));
    EfficiencyProfile prior =
        entries
            .efficiencies()
            .find(id)
            .orElseThrow(
                () -> new ConfigException("--accelerator", entries.efficiencies().unknown(id)));
    String file = CatalogKind.EFFICIENCIES.folder() + "/" + id + ".yaml";
    written.requireFree(out, List.of(file));
    KernelCalibration calibration =
        new KernelCalibrator(KernelTimings.read(timed), device, prior).fit();
    print(
        calibration::report,
        calibration::rowsForPrograms,
        Map.of(file, EntryYaml.of(calibration.profile())));
  }

  /** Fits the constants of an engine to points of servers. */
  private void ofServers(String id) {
    String place = measurements.place();
    CatalogDirectories directories = catalogs.directories();
    Catalogs entries = directories.read();
    Engine prior =
        entries
            .engines()
            .find(id)
            .orElseThrow(() -> new ConfigException("--engine", entries.engines().unknown(id)));
    String file = CatalogKind.ENGINES.folder() + "/" + id + ".yaml";
    written.requireFree(out, List.of(file));
    PointResolver resolver = PointResolver.of(entries, ConventionSet.read(directories.beside()));
    List<Observation> observations = observations(resolver, prior);
    if (observations.isEmpty()) {
      throw new ConfigException(place, "has no point with a TPOT that the catalogs can express.");
    }
    Calibration calibration =
        new Calibrator(observations, prior, anew).fit(place, LocalDate.now(ZoneOffset.UTC));
    print(
        () -> CalibrationReport.of(calibration),
        () -> CalibrationReport.rows(calibration),
        Map.of(file, EntryYaml.of(calibration.engine())));
  }

  /** Prints a report for people, or its rows for programs, and writes the entry. */
  private void print(Supplier<String> text, Supplier<Rows> rows, Map<String, String> entry) {
    Output output = format.output(spec);
    if (output.isTable()) {
      output.say(text.get());
    } else {
      output.print(rows.get());
    }
    written.write(out, entry, output.isTable() ? output.out() : output.err());
    output.err().flush();
  }

  /** The points, all of this engine where none says so. */
  private List<Observation> observations(PointResolver resolver, Engine prior) {
    List<MeasuredPoint> points = measurements.points();
    List<Observation> asMeasured = Observation.of(points, resolver);
    boolean named =
        asMeasured.stream().anyMatch(it -> it.setting().engine().id().equals(prior.id()));
    return named ? asMeasured : Observation.of(points, resolver.withEngine(prior));
  }
}
