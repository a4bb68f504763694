package dev.ridgeline.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of commands that make entries of catalogs: the names of entries, and their place. */
final class EntryOptions {

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Id of the entry (default: after the folder or the file).")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the entry (default: after the folder or the file).")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--source",
      paramLabel = "TEXT",
      description = "Public place of the file, for the sources (default: the file's name).")
  private Optional<String> source = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Directory of catalogs that the entries are written into, for --catalog (default: they are"
              + " printed).")
  private Optional<Path> out = Optional.empty();

  @Mixin private EntryFiles written;

  Optional<String> id() {
    return id;
  }

  Optional<String> name() {
    return name;
  }

  Optional<String> source() {
    return source;
  }

  /**
   * Prints the texts of entries, or writes them where {@code --out} says.
   *
   * @param files texts by path below a directory of catalogs
   * @throws dev.ridgeline.config.ConfigException where a file exists that must not be replaced
   */
  void write(Map<String, String> files, PrintWriter printer) {
    if (out.isEmpty()) {
      files.forEach((path, text) -> printer.printf("# %s%n%s%n", path, text));
    } else {
      written.write(out.get(), files, printer);
    }
    printer.flush();
  }
}
