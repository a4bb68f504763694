package dev.ridgeline.cli;

import dev.ridgeline.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The file of a report.
 *
 * @param path its path
 * @param isDefault whether no option named it, so that its folder is made
 */
record ReportFile(Path path, boolean isDefault) {

  private static final String FOLDER = "runs";

  /** With this a page begins. */
  private static final String BEGIN =
      "<!DOCTYPE html>\n<html lang=\"en\" data-made-by=\"ridgeline\">";

  /** The file that an option names. */
  static ReportFile of(String written) {
    try {
      return new ReportFile(Path.of(written), false);
    } catch (InvalidPathException e) {
      throw new ConfigException("--out", "is '" + written + "', which is no path.");
    }
  }

  /** The file that is named as a source. */
  static ReportFile beside(String source, Optional<String> figure, String ending) {
    String name = source.replaceAll("/+$", "").replaceAll("^.*/", "").replaceAll("\\.ya?ml$", "");
    return new ReportFile(
        Path.of(
            FOLDER,
            (name.isBlank() ? "report" : name)
                + figure.map(one -> "-" + one).orElse("")
                + "."
                + ending),
        true);
  }

  /**
   * Requires that nothing is lost by writing the file.
   *
   * @param overwrite whether a file may be replaced that is no page
   * @throws ConfigException where something is there, or the folder is not
   */
  void require(boolean overwrite) {
    Path folder = path.toAbsolutePath().getParent();
    if (Files.isDirectory(path)) {
      throw new ConfigException(
          path.toString(), "is a folder. Maybe name a file in it: page.html.");
    }
    if (!isDefault && (folder == null || !Files.isDirectory(folder))) {
      throw new ConfigException(
          path.toString(), "is in a folder that does not exist. Maybe make the folder first.");
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !overwrite && !isPage()) {
      throw new ConfigException(
          path.toString(),
          "exists, and is no page of a report. Maybe replace it with --overwrite, or name another"
              + " file.");
    }
  }

  private boolean isPage() {
    byte[] begin = BEGIN.getBytes(StandardCharsets.UTF_8);
    try (var in = Files.newInputStream(path)) {
      return new String(in.readNBytes(begin.length), StandardCharsets.UTF_8).equals(BEGIN);
    } catch (IOException e) {
      return false;
    }
  }

  void write(String text) {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes the file, which is whole or the old one even where the disk is full. */
  void write(byte[] bytes) {
    Path whole = path.toAbsolutePath();
    Path folder = whole.getParent();
    if (folder == null) {
      throw new IllegalStateException(path + " has no folder");
    }
    try {
      Files.createDirectories(folder);
      Path written = folder.resolve("." + whole.getFileName() + ".part");
      try {
        Files.write(written, bytes);
        Files.move(written, whole, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says where the file is. */
  void say(PrintWriter print) {
    print.printf("Report: %s%n", path);
    print.flush();
  }
}
