package dev.ridgeline.store;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.sweep.Sweep;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The content of {@code run.json}: what a run was computed from, and what it holds.
 *
 * @param format version of the layout of a run
 * @param ridgelineVersion version of this program, with its commit
 * @param javaVersion version of Java
 * @param begunAt time at which the run began, as ISO 8601 in UTC
 * @param finishedAt time at which the run was complete, as ISO 8601 in UTC; empty before
 * @param sweep name of the sweep
 * @param sweepFile path of the sweep file, as the command named it
 * @param sweepText text of the sweep file
 * @param catalogs directories of catalogs, as the command named them, joined as in a class path
 * @param inputs everything that the cells follow from
 * @param fingerprint hash of the inputs
 * @param cells cells of the grid
 * @param cellsByStatus cells by status
 * @param tables names of the tables beside the cells
 * @param filesSha256 hash of {@code files.json}, which lists every file; empty before the end
 */
public record RunManifest(
    int format,
    String ridgelineVersion,
    String javaVersion,
    String begunAt,
    String finishedAt,
    String sweep,
    String sweepFile,
    String sweepText,
    String catalogs,
    RunInputs inputs,
    String fingerprint,
    long cells,
    SortedMap<String, Long> cellsByStatus,
    List<String> tables,
    String filesSha256) {

  /** The layout that this program writes. Layout 1 had no record of its files. */
  static final int FORMAT = 2;

  /** The manifest of a sweep, before any table is computed from it. */
  public static RunManifest of(Sweep sweep, int partitions, long cellsOfChunk) {
    RunInputs inputs = RunInputs.of(sweep, partitions, cellsOfChunk);
    return new RunManifest(
        FORMAT,
        ProgramVersion.current().toString(),
        Runtime.version().toString(),
        Instant.now().toString(),
        "",
        sweep.name(),
        sweep.source().file(),
        sweep.source().text(),
        sweep.catalogs().directories().toString(),
        inputs,
        inputs.fingerprint(),
        sweep.space().grid().cells(),
        new TreeMap<>(),
        List.of(),
        "");
  }

  /**
   * The manifest of measured points that are held against the model. There is no sweep.
   *
   * @param file file or directory of the points
   * @param points the points as they were read
   */
  public static RunManifest ofPoints(String file, String points, Catalogs catalogs) {
    RunInputs inputs = RunInputs.ofPoints(points, catalogs);
    return new RunManifest(
        FORMAT,
        ProgramVersion.current().toString(),
        Runtime.version().toString(),
        Instant.now().toString(),
        "",
        "",
        file,
        "",
        catalogs.directories().toString(),
        inputs,
        inputs.fingerprint(),
        0,
        new TreeMap<>(),
        List.of(),
        "");
  }

  /** The manifest of a sweep whose cells are not written. */
  public static RunManifest of(Sweep sweep) {
    return of(sweep, 0, 0);
  }

  /**
   * The sweep that the run was computed from.
   *
   * @param run the run, for messages
   * @param catalogs its catalogs
   * @throws ConfigException when the catalogs have changed since
   */
  public Sweep sweepOf(RunDirectory run, CatalogDirectories catalogs) {
    Sweep read = Sweep.parse(sweepFile, sweepText, catalogs);
    inputs
        .differenceOf(read.catalogs())
        .ifPresent(
            difference -> {
              throw new ConfigException(
                  run.toString(),
                  "was computed from catalogs that differ from "
                      + catalogs
                      + ": "
                      + difference
                      + ". Maybe name its catalogs with --catalogs and --catalog.");
            });
    return read;
  }

  /** This manifest of a run that begins now, with tables that are computed from the same cells. */
  public RunManifest begun() {
    return with(Instant.now().toString(), "", cellsByStatus, List.of(), "");
  }

  /** This manifest with counted cells. */
  RunManifest withCells(SortedMap<String, Long> byStatus) {
    return with(begunAt, finishedAt, byStatus, tables, filesSha256);
  }

  /** This manifest of a run that ends now. */
  RunManifest finished(Iterable<String> written, String hashOfFiles) {
    List<String> names = new ArrayList<>();
    written.forEach(names::add);
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return with(begunAt, now, cellsByStatus, names, hashOfFiles);
  }

  private RunManifest with(
      String begin,
      String finish,
      SortedMap<String, Long> byStatus,
      List<String> names,
      String hashOfFiles) {
    return new RunManifest(
        format,
        ridgelineVersion,
        javaVersion,
        begin,
        finish,
        sweep,
        sweepFile,
        sweepText,
        catalogs,
        inputs,
        fingerprint,
        cells,
        byStatus,
        names,
        hashOfFiles);
  }

  /** Whether the program that wrote the run is this one, to the last class. */
  public boolean isOfThisProgram() {
    return inputs.programSha256().equals(Program.sha256());
  }

  /** Whether this is the manifest of the run that began with another one. */
  boolean isOfSameRun(RunManifest other) {
    return begunAt.equals(other.begunAt) && fingerprint.equals(other.fingerprint);
  }
}
