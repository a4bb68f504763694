package dev.ridgeline.cli;

import dev.ridgeline.calibrate.Calibration;
import dev.ridgeline.calibrate.CalibrationReport;
import dev.ridgeline.calibrate.Calibrator;
import dev.ridgeline.calibrate.Observation;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.catalog.EntryYaml;
import dev.ridgeline.check.PointResolver;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.measurement.ConventionSet;
import dev.ridgeline.measurement.MeasuredPoint;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline calibrate my-server.csv --engine vllm-fitted --out my-catalog",
      "  ridgeline sweep sweep.yaml --catalog my-catalog",
      "  ridgeline calibrate points.csv --engine sglang-fitted --anew --out my-catalog"
    })
final class CalibrateCommand implements Runnable {

  @Mixin private CatalogArguments catalogs;
  @Mixin private MeasurementArguments measurements;
  @Mixin private EntryFiles written;
  @Spec private CommandSpec spec;

  @Option(
      names = "--engine",
      paramLabel = "ID",
      required = true,
      description =
          "Engine of the catalog to fit. Where no point was measured with it, all points were.")
  private String engine;

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
    String file = CatalogKind.ENGINES.folder() + "/" + engine + ".yaml";
    written.requireFree(out, List.of(file));
    PointResolver resolver = PointResolver.of(entries, ConventionSet.read(directories.beside()));
    List<Observation> observations = observations(resolver, prior);
    if (observations.isEmpty()) {
      throw new ConfigException(
          measurements.place(), "has no point with a TPOT that the catalogs can express.");
    }
    Calibration calibration =
        new Calibrator(observations, prior, anew)
            .fit(measurements.place(), LocalDate.now(ZoneOffset.UTC));
    PrintWriter print = spec.commandLine().getOut();
    print.print(CalibrationReport.of(calibration));
    written.write(out, Map.of(file, EntryYaml.of(calibration.engine())), print);
    print.flush();
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
