package dev.ridgeline.cli;

import dev.ridgeline.catalog.CatalogDirectories;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the catalogs are. */
final class CatalogArguments {

  @Option(
      names = "--catalogs",
      paramLabel = "DIR",
      description = "Directory of catalogs; without, the ones that come with Ridgeline.")
  private Optional<Path> catalogs = Optional.empty();

  @Option(
      names = "--catalog",
      paramLabel = "DIR",
      description =
          "Directory with further entries; one with a known id takes its place. Later ones win.")
  private List<Path> overlays = new ArrayList<>();

  CatalogDirectories directories() {
    return new CatalogDirectories(catalogs.orElseGet(CatalogArguments::own), overlays);
  }

  /** The catalogs of the installation that the launcher named, else of the working directory. */
  static Path own() {
    String home = System.getenv("RIDGELINE_HOME");
    return Path.of(home == null ? "" : home, "catalogs");
  }
}
