package dev.ridgeline.cli;

import dev.ridgeline.catalog.CatalogDirectories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
              + " earlier --catalog. Prices are added tariff by tariff.")
  private List<Path> overlays = new ArrayList<>();

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description =
          "CSV file with prices of accelerators in US dollars, added tariff by tariff. Columns:"
              + " accelerator, tariff (default: on-demand), dollars_per_hour, purchase_price,"
              + " accelerators, currency, date, provider, region, source, note.")
  private List<Path> prices = new ArrayList<>();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  CatalogDirectories directories() {
    for (Path table : prices) {
      if (!CatalogDirectories.isTable(table)) {
        throw new ParameterException(
            spec.commandLine(), "--prices needs a file whose name ends in .csv, not " + table);
      }
    }
    List<Path> all = new ArrayList<>(overlays);
    all.addAll(prices);
    return new CatalogDirectories(catalogs.orElseGet(CatalogArguments::own), all);
  }

  /** These options as words of a command line. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    catalogs.ifPresent(folder -> words.add("--catalogs=" + folder));
    overlays.forEach(folder -> words.add("--catalog=" + folder));
    prices.forEach(table -> words.add("--prices=" + table));
    return words;
  }

  /**
   * Path of the catalogs in the directory that the launcher named, else in the working directory,
   * else of those in the jar.
   */
  static Path own() {
    String home = System.getenv("RIDGELINE_HOME");
    Path beside = Path.of(home == null ? "" : home, "catalogs");
    return Files.isDirectory(beside) ? beside : ShippedCatalogs.directory().orElse(beside);
  }
}
