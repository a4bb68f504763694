package dev.ridgeline.run;

import dev.ridgeline.sweep.Sweep;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;

/**
 * The content of {@code run.json}: what a run was computed from, and what it holds.
 *
 * @param ridgelineVersion version of this program
 * @param sparkVersion version of Spark
 * @param javaVersion version of Java
 * @param finishedAt time at which the run was complete, as ISO 8601 in UTC
 * @param sweep name of the sweep
 * @param sweepFile path of the sweep file, as the command named it
 * @param sweepSha256 hash of the sweep file
 * @param sweepText text of the sweep file
 * @param catalogs directories of catalogs, as the command named them, joined as in a class path
 * @param catalogSha256 hash of each catalog file by its path below its directory
 * @param cells cells of the grid
 * @param cellsByStatus cells by status
 * @param tables names of the tables beside the cells
 */
record RunManifest(
    String ridgelineVersion,
    String sparkVersion,
    String javaVersion,
    String finishedAt,
    String sweep,
    String sweepFile,
    String sweepSha256,
    String sweepText,
    String catalogs,
    SortedMap<String, String> catalogSha256,
    long cells,
    SortedMap<String, Long> cellsByStatus,
    List<String> tables) {

  /** The manifest of a sweep, before any table is computed from it. */
  static RunManifest of(SparkSession spark, Sweep sweep) {
    return new RunManifest(
        version(),
        spark.version(),
        Runtime.version().toString(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        sweep.name(),
        sweep.source().file(),
        sweep.source().sha256(),
        sweep.source().text(),
        sweep.catalogs().directories().toString(),
        sweep.catalogs().fileHashes(),
        sweep.space().grid().cells(),
        new TreeMap<>(),
        List.of());
  }

  /** Version of this program, as its jar states it. */
  private static String version() {
    String version = RunManifest.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** The first input that differs from those of another run; empty where all are the same. */
  Optional<String> difference(RunManifest other) {
    if (!ridgelineVersion.equals(other.ridgelineVersion)) {
      return Optional.of(
          "its version was " + other.ridgelineVersion + " and is now " + ridgelineVersion);
    }
    if (!sweepSha256.equals(other.sweepSha256)) {
      return Optional.of("the sweep " + other.sweepFile + " has changed");
    }
    return differenceOfCatalogs(other.catalogSha256);
  }

  /** The first catalog file whose hash differs; empty where all are the same. */
  Optional<String> differenceOfCatalogs(SortedMap<String, String> others) {
    TreeSet<String> names = new TreeSet<>(catalogSha256.keySet());
    names.addAll(others.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(catalogSha256.get(name), others.get(name)))
        .findFirst()
        .map(name -> "the catalog entry " + name + " has changed");
  }

  /** This manifest with counted cells. */
  RunManifest withCells(SortedMap<String, Long> byStatus) {
    return new RunManifest(
        ridgelineVersion,
        sparkVersion,
        javaVersion,
        finishedAt,
        sweep,
        sweepFile,
        sweepSha256,
        sweepText,
        catalogs,
        catalogSha256,
        cells,
        byStatus,
        tables);
  }

  /** This manifest of a run with other tables. */
  RunManifest withTables(Iterable<String> others) {
    List<String> names = new ArrayList<>();
    others.forEach(names::add);
    return new RunManifest(
        ridgelineVersion,
        sparkVersion,
        javaVersion,
        finishedAt,
        sweep,
        sweepFile,
        sweepSha256,
        sweepText,
        catalogs,
        catalogSha256,
        cells,
        cellsByStatus,
        names);
  }
}
