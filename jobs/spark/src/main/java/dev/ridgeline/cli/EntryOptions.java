package dev.ridgeline.cli;

import dev.ridgeline.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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

  @Option(names = "--overwrite", description = "Replaces entries with the same ids in --out.")
  private boolean overwrite;

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
   * @throws ConfigException where a file exists that must not be replaced
   */
  void write(Map<String, String> files, PrintWriter printer) {
    if (out.isEmpty()) {
      files.forEach((path, text) -> printer.printf("# %s%n%s%n", path, text));
    } else {
      write(out.get(), files, printer);
    }
    printer.flush();
  }

  private void write(Path directory, Map<String, String> files, PrintWriter printer) {
    for (String path : files.keySet()) {
      Path file = directory.resolve(path);
      if (Files.exists(file) && !overwrite) {
        throw new ConfigException(
            file.toString(), "exists. Maybe another --id, or --overwrite to replace it.");
      }
    }
    try {
      for (Map.Entry<String, String> entry : files.entrySet()) {
        Path file = directory.resolve(entry.getKey());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, entry.getValue());
        printer.println("wrote " + file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
