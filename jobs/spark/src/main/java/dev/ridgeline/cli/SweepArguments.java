package dev.ridgeline.cli;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.space.Sweep;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command about a sweep takes: its file and the catalogs. */
final class SweepArguments {

  @Parameters(
      paramLabel = "SWEEP",
      description = "Sweep file, such as sweep-configs/quickstart.yaml.")
  private Path sweepFile;

  @Option(
      names = "--catalogs",
      paramLabel = "DIR",
      description = "Directory of catalogs; without, the ones that come with Ridgeline.")
  private Optional<Path> catalogs = Optional.empty();

  Path sweepFile() {
    return sweepFile;
  }

  Path catalogDirectory() {
    return catalogs.orElseGet(SweepArguments::ownCatalogs);
  }

  Catalogs readCatalogs() {
    return Catalogs.read(catalogDirectory());
  }

  Sweep readSweep(Catalogs read) {
    return Sweep.read(sweepFile, read);
  }

  /** The catalogs of the installation that the launcher named, else of the working directory. */
  static Path ownCatalogs() {
    String home = System.getenv("RIDGELINE_HOME");
    return Path.of(home == null ? "" : home, "catalogs");
  }
}
