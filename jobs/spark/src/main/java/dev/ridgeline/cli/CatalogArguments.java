package dev.ridgeline.cli;

import dev.ridgeline.catalog.CatalogDirectories;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that name the catalogs. */
final class CatalogArguments {

  @Option(
      names = "--catalogs",
      paramLabel = "DIR",
      description = "Directory of catalogs (default: the catalogs of this installation).")
  private Optional<Path> catalogs = Optional.empty();

  @Option(
      names = "--catalog",
      paramLabel = "DIR",
      description =
          "Directory with further entries. An entry replaces one with the same id, also one of an"
              + " earlier --catalog.")
  private List<Path> overlays = new ArrayList<>();

  CatalogDirectories directories() {
    return new CatalogDirectories(catalogs.orElseGet(CatalogArguments::own), overlays);
  }

  /**
   * Path of the catalogs in the directory that the launcher named, else in the working directory.
   */
  static Path own() {
    String home = System.getenv("RIDGELINE_HOME");
    return Path.of(home == null ? "" : home, "catalogs");
  }
}
