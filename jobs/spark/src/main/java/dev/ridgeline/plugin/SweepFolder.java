package dev.ridgeline.plugin;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.sweep.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of sweep files, with the catalogs that they name. Files are read again when one of them
 * has another time or size than before.
 */
final class SweepFolder {

  private static final List<String> ENDINGS = List.of(".yaml", ".yml");

  private final Path folder;
  private final CatalogDirectories directories;
  private final Map<String, Read> sweeps = new HashMap<>();
  private @Nullable Catalogs catalogs;
  private List<String> stampOfCatalogs = List.of();

  /**
   * Tables of a sweep, and what it was read from.
   *
   * @param stamp path, time and size of the file
   * @param stampOfCatalogs those of all files of the catalogs
   */
  private record Read(List<String> stamp, List<String> stampOfCatalogs, NamedTables tables) {}

  SweepFolder(Path folder, CatalogDirectories directories) {
    this.folder = folder;
    this.directories = directories;
  }

  /** The catalogs. */
  synchronized Catalogs catalogs() {
    List<String> stamp = new ArrayList<>(stamp(directories.base()));
    directories.overlays().forEach(overlay -> stamp.addAll(stamp(overlay)));
    if (catalogs == null || !stamp.equals(stampOfCatalogs)) {
      catalogs = directories.read();
      stampOfCatalogs = stamp;
    }
    return catalogs;
  }

  /** Names of the files, without their endings. */
  List<String> names() {
    return files(folder, 1).stream()
        .map(file -> file.getFileName().toString())
        .flatMap(name -> ENDINGS.stream().filter(name::endsWith).map(end -> cut(name, end)))
        .toList();
  }

  private static String cut(String name, String ending) {
    return name.substring(0, name.length() - ending.length());
  }

  /**
   * The tables of a sweep; empty where there is no such file.
   *
   * @throws dev.ridgeline.config.ConfigException when the sweep is wrong
   */
  synchronized Optional<NamedTables> tables(String name) {
    return ENDINGS.stream()
        .filter(ending -> !name.contains("/") && !name.contains("\\"))
        .map(ending -> folder.resolve(name + ending))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(file -> tables(name, file));
  }

  private NamedTables tables(String name, Path file) {
    Catalogs now = catalogs();
    List<String> stamp = stamp(file);
    Read read = sweeps.get(name);
    if (read == null
        || !read.stamp.equals(stamp)
        || !read.stampOfCatalogs.equals(stampOfCatalogs)) {
      read = new Read(stamp, stampOfCatalogs, NamedTables.of(Sweep.read(file, now)));
      sweeps.put(name, read);
    }
    return read.tables;
  }

  /** Path, time and size of a file, or of all files in a folder. */
  private static List<String> stamp(Path place) {
    return files(place, Integer.MAX_VALUE).stream().map(SweepFolder::stampOfFile).toList();
  }

  private static String stampOfFile(Path file) {
    try {
      return file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path place, int depth) {
    if (!Files.exists(place)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(place, depth)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
