package dev.ridgeline.cli;

import dev.ridgeline.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files that a command writes, none of which was there before. */
final class NewFile {

  private NewFile() {}

  /**
   * Checks that nothing is at a place.
   *
   * @throws ConfigException when something is
   */
  static void requireNone(Path file) {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new ConfigException(
          file.toString(), "exists, and is not replaced. Maybe name another file.");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new ConfigException(
          file.toString(), "is in a folder that does not exist. Maybe make the folder first.");
    }
  }

  /**
   * Writes a file.
   *
   * @throws ConfigException where it exists
   */
  static void write(Path file, String text) {
    requireNone(file);
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
