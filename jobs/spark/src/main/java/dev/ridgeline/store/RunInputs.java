package dev.ridgeline.store;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.config.Sha256;
import dev.ridgeline.sweep.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Everything that the bytes of the cells of a run follow from. Two runs with equal inputs write
 * equal files.
 *
 * @param programSha256 hash of the names and check sums of the classes of this program
 * @param sparkVersion version of Spark, whose libraries encode the files
 * @param sweepSha256 hash of the sweep file, as it was read
 * @param catalogSha256 hash of each catalog file by its path below its directory; the base comes
 *     first, then the overlays in their order
 * @param partitions tasks that the command asked for; 0 where it left them open
 * @param cellsOfChunk most cells of a chunk, on average
 */
public record RunInputs(
    String programSha256,
    String sparkVersion,
    String sweepSha256,
    List<SortedMap<String, String>> catalogSha256,
    int partitions,
    long cellsOfChunk) {

  private static final SortedMap<String, String> NO_FILES = Collections.emptySortedMap();

  public RunInputs {
    catalogSha256 = List.copyOf(catalogSha256);
  }

  /** The inputs of a sweep that this program runs. */
  static RunInputs of(Sweep sweep, int partitions, long cellsOfChunk) {
    return new RunInputs(
        Program.sha256(),
        org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        sweep.source().sha256(),
        sweep.catalogs().hashesByDirectory(),
        partitions,
        cellsOfChunk);
  }

  /** The inputs of measured points that are held against the model. */
  static RunInputs ofPoints(String points, Catalogs catalogs) {
    return new RunInputs(
        Program.sha256(),
        org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        Sha256.of(points.getBytes(StandardCharsets.UTF_8)),
        catalogs.hashesByDirectory(),
        0,
        0);
  }

  /** A hash of all inputs, in hexadecimal digits. */
  String fingerprint() {
    try {
      return Sha256.of(Json.bytes(this));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first input that differs from that of an earlier run; empty where all are the same. */
  Optional<String> difference(RunInputs begun) {
    if (!sweepSha256.equals(begun.sweepSha256)) {
      return Optional.of("the sweep has changed");
    }
    Optional<String> catalogs = difference(begun.catalogSha256, catalogSha256);
    if (catalogs.isPresent()) {
      return catalogs;
    }
    if (partitions != begun.partitions) {
      return Optional.of("--partitions was " + begun.partitions + " and is " + partitions);
    }
    if (cellsOfChunk != begun.cellsOfChunk) {
      return Optional.of("the size of chunks has changed");
    }
    if (!sparkVersion.equals(begun.sparkVersion)) {
      return Optional.of("Spark was " + begun.sparkVersion + " and is " + sparkVersion);
    }
    return programSha256.equals(begun.programSha256)
        ? Optional.empty()
        : Optional.of("the program has changed");
  }

  /**
   * The first catalog file that has changed since; empty where all are the same and in the same
   * order.
   */
  public Optional<String> differenceOf(Catalogs now) {
    return difference(catalogSha256, now.hashesByDirectory());
  }

  private static Optional<String> difference(
      List<SortedMap<String, String>> then, List<SortedMap<String, String>> now) {
    for (int layer = 0; layer < Math.max(then.size(), now.size()); layer++) {
      SortedMap<String, String> before = layer < then.size() ? then.get(layer) : NO_FILES;
      SortedMap<String, String> after = layer < now.size() ? now.get(layer) : NO_FILES;
      TreeSet<String> names = new TreeSet<>(before.keySet());
      names.addAll(after.keySet());
      for (String name : names) {
        if (!Objects.equals(before.get(name), after.get(name))) {
          String where = layer == 0 ? "" : " of --catalog number " + layer;
          return Optional.of("the catalog entry " + name + where + " has changed");
        }
      }
    }
    return Optional.empty();
  }
}
