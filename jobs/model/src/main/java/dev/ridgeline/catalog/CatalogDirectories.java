package dev.ridgeline.catalog;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.Problem;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The directories of catalogs: a complete base, and overlays that change some of its entries.
 *
 * @param base the directory that has every folder
 * @param overlays what changes entries with the same id, later ones last. Directories may lack
 *     folders. Files whose names end in {@code .csv} are tables of prices
 */
public record CatalogDirectories(Path base, List<Path> overlays) {

  /** Folder of measured points, which is not one of entries. */
  static final String MEASUREMENTS = "measurements";

  /** A path up to the separator, or a URL up to the separator behind its host. */
  private static final Pattern ONE =
      Pattern.compile(
          "(?:[A-Za-z][A-Za-z0-9+.-]+://[^/]*)?[^" + Pattern.quote(File.pathSeparator) + "]*");

  public CatalogDirectories {
    overlays = List.copyOf(overlays);
  }

  /** The directories with one base and no overlay. */
  public static CatalogDirectories of(Path base) {
    return new CatalogDirectories(base, List.of());
  }

  /**
   * Reads the text that {@link #toString} returns. A colon within the scheme or the port of a URL,
   * such as {@code hdfs://host:9000/catalogs}, does not end it.
   *
   * @param path makes a path of the text of one
   */
  public static CatalogDirectories parse(String joined, Function<String, Path> path) {
    List<Path> all = new ArrayList<>();
    Matcher next = ONE.matcher(joined);
    for (int from = 0; from <= joined.length() && next.find(from); from = next.end() + 1) {
      all.add(path.apply(next.group()));
    }
    return new CatalogDirectories(all.get(0), all.subList(1, all.size()));
  }

  /**
   * Reads every entry of every kind.
   *
   * @throws ConfigException with all problems of all files
   */
  public Catalogs read() {
    return CatalogLoader.load(this, CatalogKind.ALL);
  }

  /**
   * Reads every entry that can be read.
   *
   * @param problems receives all problems of all files
   * @return the entries without problems; empty where a directory is none of catalogs
   */
  public Optional<Catalogs> read(List<Problem> problems) {
    return CatalogLoader.load(this, CatalogKind.ALL, problems);
  }

  /** Folders of facts that are no entries, in the order of the directories; some may be absent. */
  public List<Path> beside() {
    return all().stream().map(directory -> directory.resolve(MEASUREMENTS)).toList();
  }

  /** Whether an overlay is a table of prices. */
  public static boolean isTable(Path overlay) {
    return overlay.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  /** The base, and then the overlays. */
  List<Path> all() {
    return Stream.concat(Stream.of(base), overlays.stream()).toList();
  }

  /** All directories, joined by the separator of a class path. */
  @Override
  public String toString() {
    return all().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
