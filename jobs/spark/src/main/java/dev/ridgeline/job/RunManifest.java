package dev.ridgeline.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * What a run was computed from and what came out: the content of {@code run.json}.
 *
 * @param ridgelineVersion version of this program
 * @param sparkVersion version of Spark
 * @param javaVersion version of Java
 * @param finishedAt when the run was complete, ISO 8601, UTC
 * @param sweep name of the sweep
 * @param sweepFile the sweep file as it was named
 * @param sweepSha256 hash of the sweep file
 * @param sweepText the sweep file
 * @param catalogs directories of catalogs as they were named, joined as in a class path
 * @param catalogSha256 hash of each catalog file by its path below that directory
 * @param cells cells of the grid, rows of the table
 * @param cellsByStatus rows by status
 * @param tables tables beside the cells
 */
public record RunManifest(
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

  /** What another run was computed from that this one was not; empty where all is the same. */
  Optional<String> difference(RunManifest other) {
    if (!ridgelineVersion.equals(other.ridgelineVersion)) {
      return Optional.of(
          "version " + other.ridgelineVersion + " then, " + ridgelineVersion + " now");
    }
    if (!sweepSha256.equals(other.sweepSha256)) {
      return Optional.of("the sweep " + other.sweepFile + " is another now");
    }
    return differenceOfCatalogs(other.catalogSha256);
  }

  /** What differs in other catalogs, by the hashes of their files; empty where nothing does. */
  Optional<String> differenceOfCatalogs(SortedMap<String, String> others) {
    TreeSet<String> names = new TreeSet<>(catalogSha256.keySet());
    names.addAll(others.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(catalogSha256.get(name), others.get(name)))
        .findFirst()
        .map(name -> "the catalog entry " + name + " is another now");
  }

  /** The same with the rows of the cells counted. */
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

  /** What was computed from the same, but has other tables. */
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
