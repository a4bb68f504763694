package dev.ridgeline.cli;

import dev.ridgeline.config.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The catalogs that travel in the jar, for a machine that has the jar alone. They are unpacked once
 * into the user's cache, since catalogs are folders everywhere else, and a run names them.
 */
final class ShippedCatalogs {

  private static final String FOLDER = "catalogs/";

  /** A file that the catalogs have for certain, by which they are found. */
  private static final String ONE_OF_THEM = "/" + FOLDER + "README.md";

  private ShippedCatalogs() {}

  /**
   * The folder of the catalogs in the jar of this class; empty where the class is in no jar, or the
   * jar has none.
   */
  static Optional<Path> directory() {
    URL found = ShippedCatalogs.class.getResource(ONE_OF_THEM);
    if (found == null || !found.getProtocol().equals("jar")) {
      return Optional.empty();
    }
    try {
      JarURLConnection connection = (JarURLConnection) found.openConnection();
      connection.setUseCaches(false);
      try (JarFile jar = connection.getJarFile()) {
        try {
          return Optional.of(unpack(jar, cache()));
        } catch (IOException e) {
          // A user without a home, as in a container, whose temporary files end with it.
          return Optional.of(unpack(jar, Files.createTempDirectory("ridgeline-catalogs-")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the catalogs of the jar cannot be unpacked: " + e, e);
    }
  }

  private static Path cache() {
    String stated = System.getenv("XDG_CACHE_HOME");
    return stated == null || stated.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "ridgeline")
        : Path.of(stated, "ridgeline");
  }

  /**
   * Unpacks the catalogs of a jar, unless these very catalogs are there.
   *
   * @param cache the folder that has a folder for each content
   * @return the folder with the catalogs
   * @throws IOException if a file cannot be written
   */
  static Path unpack(JarFile jar, Path cache) throws IOException {
    List<JarEntry> entries =
        jar.stream()
            .filter(entry -> entry.getName().startsWith(FOLDER) && !entry.isDirectory())
            .toList();
    Path place = cache.resolve("catalogs-" + content(entries));
    if (Files.isDirectory(place)) {
      return place;
    }
    Files.createDirectories(cache);
    Path unfinished = Files.createTempDirectory(cache, "unfinished-");
    for (JarEntry entry : entries) {
      Path file = unfinished.resolve(entry.getName().substring(FOLDER.length())).normalize();
      if (!file.startsWith(unfinished)) {
        throw new IOException(entry.getName() + " would be outside the catalogs");
      }
      Files.createDirectories(file.getParent());
      try (InputStream bytes = jar.getInputStream(entry)) {
        Files.copy(bytes, file);
      }
    }
    try {
      return Files.move(unfinished, place);
    } catch (IOException e) {
      // Another process was faster: a folder with this name has these very files.
      if (Files.isDirectory(place)) {
        return place;
      }
      throw e;
    }
  }

  /** Digits that differ where a name or the content of a file differs. */
  private static String content(List<JarEntry> entries) {
    StringBuilder all = new StringBuilder();
    entries.stream()
        .map(entry -> entry.getName() + " " + entry.getCrc() + " " + entry.getSize() + "\n")
        .sorted()
        .forEach(all::append);
    return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }
}
