package dev.ridgeline.cli;

import dev.ridgeline.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** Entries that a command writes below a directory of catalogs. */
final class EntryFiles {

  @Option(names = "--overwrite", description = "Replaces entries with the same ids in --out.")
  private boolean overwrite;

  /**
   * Writes the texts of entries, and says so.
   *
   * @param files texts by path below the directory
   * @throws ConfigException where a file exists that must not be replaced; nothing is written then
   */
  void write(Path directory, Map<String, String> files, PrintWriter printer) {
    requireFree(directory, files.keySet());
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

  /** Requires that files may be written, before the work of finding out what is in them. */
  void requireFree(Path directory, Iterable<String> files) {
    for (String path : files) {
      Path file = directory.resolve(path);
      if (Files.exists(file) && !overwrite) {
        throw new ConfigException(
            file.toString(), "exists. Maybe another place or id, or --overwrite to replace it.");
      }
    }
  }
}
