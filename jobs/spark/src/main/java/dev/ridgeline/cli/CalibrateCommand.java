package dev.ridgeline.cli;

import dev.ridgeline.calibrate.Calibration;
import dev.ridgeline.calibrate.CalibrationReport;
import dev.ridgeline.calibrate.Calibrator;
import dev.ridgeline.calibrate.Observation;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.catalog.EntryYaml;
import dev.ridgeline.check.PointResolver;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.measurement.ConventionSet;
import dev.ridgeline.measurement.MeasurementFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    description = {
      "Fits the constants of an engine's steps to measurements of servers, and writes the engine as"
          + " an entry of a catalog.",
      "From 6 points on, each constant is fitted and leans to that of the catalog. Fewer points"
          + " give one factor on all times. Errors are those on points that were left out."
    },
    footer = {
      "",
      "Examples:",
      "  ridgeline calibrate my-server.csv --engine vllm-fitted --out my-catalog",
      "  ridgeline sweep sweep.yaml --catalog my-catalog",
      "  ridgeline calibrate catalogs/measurements --engine vllm-fitted --anew --out catalogs",
      "",
      "Exit codes: 0 when done, 1 when failed, 2 for measurements or names that are wrong."
    })
final class CalibrateCommand implements Runnable {

  @Mixin private CatalogArguments catalogs;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "MEASUREMENTS",
      description = "File of measured points or of results, or directory of such files.")
  private Path measurements;

  @Option(
      names = "--engine",
      paramLabel = "ID",
      required = true,
      description =
          "Engine of the catalog to fit. Where no point was measured with it, all points were.")
  private String engine;

  @Option(
      names = "--set",
      paramLabel = "COLUMN=VALUE",
      description =
          "Value for all points, such as accelerator=h200-sxm, where files do not say it or say"
              + " something else. May be repeated.")
  private Map<String, String> given = new LinkedHashMap<>();

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
    CatalogDirectories directories = catalogs.directories();
    Catalogs entries = directories.read();
    Engine prior =
        entries
            .engines()
            .find(engine)
            .orElseThrow(() -> new ConfigException("--engine", entries.engines().unknown(engine)));
    PointResolver resolver = PointResolver.of(entries, ConventionSet.read(directories.beside()));
    List<Observation> observations = observations(resolver, prior);
    if (observations.isEmpty()) {
      throw new ConfigException(
          measurements.toString(), "has no point with a TPOT that the catalogs can express.");
    }
    Calibration calibration =
        new Calibrator(observations, prior, anew)
            .fit(measurements.toString(), LocalDate.now(ZoneOffset.UTC));
    Path file = out.resolve("engines").resolve(engine + ".yaml");
    try {
      Files.createDirectories(out.resolve("engines"));
      Files.writeString(file, EntryYaml.of(calibration.engine()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    PrintWriter print = spec.commandLine().getOut();
    print.print(CalibrationReport.of(calibration));
    print.println("Wrote " + file);
    print.flush();
  }

  /** The points, all of this engine where none says so. */
  private List<Observation> observations(PointResolver resolver, Engine prior) {
    var points = MeasurementFiles.read(measurements, given);
    List<Observation> asMeasured = Observation.of(points, resolver);
    boolean named =
        asMeasured.stream().anyMatch(it -> it.setting().engine().id().equals(prior.id()));
    return named ? asMeasured : Observation.of(points, resolver.withEngine(prior));
  }
}
