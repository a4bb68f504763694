package dev.ridgeline.store;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * The directory of a run, on any file system that Hadoop knows. It holds {@code cells/}, one folder
 * for each table beside them, {@code files.json} with the size and hash of every file, and {@code
 * run.json}, which is written last. A place without {@code run.json} holds no complete run.
 *
 * <p>A run is not an Apache Iceberg table, because it is written once and never changed. Snapshots
 * and concurrent writers would need a catalog service and clients that know the format. These are
 * plain files that every client reads.
 */
public final class RunDirectory {

  static final String CELLS = "cells";
  static final String MANIFEST = "run.json";
  static final String FILES = "files.json";

  private final Place place;
  private final RunLock.Timing timing;

  RunDirectory(Place place, RunLock.Timing timing) {
    this.place = place;
    this.timing = timing;
  }

  /**
   * The directory of a place.
   *
   * @param name name of the option or argument in messages
   * @param location a path or a URL; no character of it is a pattern
   * @throws ConfigException when the place is empty, or its file system is unknown to Hadoop
   */
  public static RunDirectory of(String name, String location, Configuration hadoop) {
    return new RunDirectory(Place.of(name, location, hadoop), RunLock.Timing.USUAL);
  }

  /**
   * Requires that this place and a source do not hold each other. Links are followed.
   *
   * @param source place of a run or of a file that is read
   * @throws ConfigException when one is the other, or lies in it
   */
  public void requireApartFrom(String source, Configuration hadoop) {
    Place other = Place.of(source, source, hadoop);
    if (place.isIn(other) && other.isIn(place)) {
      throw new ConfigException("--out", "is the run that is read. Maybe name another place.");
    }
    if (place.isIn(other) || other.isIn(place)) {
      throw new ConfigException(
          "--out", place + " and " + other + " hold each other. Maybe name another place.");
    }
  }

  /**
   * Names of the folders in a place that hold a complete run.
   *
   * @param location a path or a URL; no character of it is a pattern
   */
  public static List<String> completeRunsIn(String location, Configuration hadoop) {
    Place place = Place.of("runs", location, hadoop);
    try {
      return place.list("").stream()
          .map(folder -> folder.getPath().getName())
          .filter(name -> place.has(name + "/" + MANIFEST))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A text that every complete run in this place changes; empty where there is no such run. */
  public Optional<String> stamp() {
    try {
      return place.has(MANIFEST) ? Optional.of(Sha256.of(place.read(MANIFEST))) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Path of the folder of a table. */
  public String table(String name) {
    return place.path(name).toString();
  }

  /** Size of the files of the cells, in bytes. */
  public long bytesOfCells() {
    try {
      return place.list(CELLS).stream().mapToLong(FileStatus::getLen).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the folder of the cells exists. A run that holds only frontiers has none. */
  public boolean hasCells() {
    return place.has(CELLS);
  }

  /** The manifest as it is; empty where there is none, or it is not one. */
  private Optional<RunManifest> found() throws IOException {
    return place.has(MANIFEST)
        ? Json.parse(place.read(MANIFEST), RunManifest.class)
        : Optional.empty();
  }

  /**
   * Opens a complete run. Every file must be there with its size and nothing else beside it; the
   * hashes of files are compared where a run is small.
   *
   * @return what the run holds
   * @throws ConfigException when there is no complete run, when a version of this program with
   *     another layout wrote it, or when a file is missing, damaged or not of the run
   */
  public RunManifest open() {
    return CompleteRun.open(place, false).manifest();
  }

  /**
   * Opens a complete run and reads every byte of it.
   *
   * @throws ConfigException as {@link #open} does
   */
  public RunManifest verify() {
    return CompleteRun.open(place, true).manifest();
  }

  /**
   * The files of a complete run, cells in the order of the grid.
   *
   * @throws ConfigException as {@link #open} does
   */
  public List<RunFile> files() {
    return CompleteRun.open(place, false).files();
  }

  /**
   * What may be thrown away to make room for a run.
   *
   * @param overwrite whether a complete run may be replaced
   * @param discard whether the committed chunks of an unfinished run may be thrown away
   */
  public record Replacing(boolean overwrite, boolean discard) {}

  /**
   * Begins a run. A complete run that it replaces stays as it is until the new one is whole.
   *
   * @param inputs what the run is computed from
   * @return the unfinished run, which holds the lock on the place
   * @throws ConfigException when the place is a file or cannot be written, holds files of something
   *     else or a run that is kept, lies in a run, or another process writes to it
   */
  public UnfinishedRun begin(RunManifest inputs, Replacing replacing) {
    try {
      requireRoom(replacing);
      place.makeFolder("");
      RunLock lock = RunLock.take(place, timing);
      try {
        // Another process may have ended its run since the first look.
        requireRoom(replacing);
        List<String> replaced = new ArrayList<>();
        Optional<RunManifest> old = found();
        if (place.has(MANIFEST)) {
          replaced.add(CELLS);
          replaced.addAll(old.map(RunManifest::tables).orElse(List.of()));
          replaced.addAll(CompleteRun.texts(place));
        }
        return UnfinishedRun.begin(place, lock, inputs, replaced);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw place.cannotBeWritten(e);
    } catch (UncheckedIOException e) {
      throw place.cannotBeWritten(Objects.requireNonNull(e.getCause()));
    }
  }

  /**
   * Requires that a run can begin here, as {@link #begin} does, and changes nothing.
   *
   * @throws ConfigException as {@link #begin} does
   */
  public void requireRoomFor(Replacing replacing) {
    try {
      requireRoom(replacing);
    } catch (IOException e) {
      throw place.cannotBeWritten(e);
    } catch (UncheckedIOException e) {
      throw place.cannotBeWritten(Objects.requireNonNull(e.getCause()));
    }
  }

  private void requireRoom(Replacing replacing) throws IOException {
    if (place.isFile()) {
      throw new ConfigException(
          place.toString(), "is a file. Maybe name another place with --out.");
    }
    Place above = place.above(MANIFEST);
    if (above != place) {
      throw new ConfigException(
          place.toString(), "lies in the run " + above + ". Maybe name another place with --out.");
    }
    boolean complete = place.has(MANIFEST);
    if (complete && !replacing.overwrite()) {
      throw new ConfigException(
          place.toString(),
          "holds a complete run. Maybe add --overwrite, or name another place with --out.");
    }
    Optional<UnfinishedRun.Begun> begun = UnfinishedRun.begun(place);
    long chunks = isFinished(begun) ? 0 : UnfinishedRun.committedChunks(place);
    if (chunks > 0 && !replacing.discard()) {
      throw new ConfigException(
          place.toString(),
          "holds an unfinished run with %d committed %s. Maybe continue it with --resume, or throw it away with --discard."
              .formatted(chunks, chunks == 1 ? "chunk" : "chunks"));
    }
    if (!complete && !place.has(UnfinishedRun.BEGUN) && !isEmpty()) {
      throw new ConfigException(
          place.toString(), "is not empty and holds no run. Maybe name another place with --out.");
    }
  }

  /** Whether a run had been completed when it was stopped, and only its traces remain. */
  private boolean isFinished(Optional<UnfinishedRun.Begun> begun) throws IOException {
    Optional<RunManifest> complete = found();
    return begun.isPresent()
        && complete.isPresent()
        && complete.get().begunAt() != null
        && complete.get().isOfSameRun(begun.get().inputs());
  }

  /** Whether nothing is there but what a process leaves that was stopped when it began. */
  private boolean isEmpty() throws IOException {
    return place.list("").stream()
            .map(file -> file.getPath().getName())
            .allMatch(name -> RunLock.isLock(name) || name.equals(UnfinishedRun.FOLDER))
        && place.list(UnfinishedRun.FOLDER).isEmpty();
  }

  /**
   * Prepares an unfinished run to be continued.
   *
   * @param inputs what the run is computed from now
   * @return the unfinished run, which holds the lock on the place
   * @throws ConfigException when there is no unfinished run, its inputs have changed, or another
   *     process writes it
   */
  public UnfinishedRun resume(RunManifest inputs) {
    try {
      requireSameInputs(inputs);
      RunLock lock = RunLock.take(place, timing);
      try {
        return UnfinishedRun.resumed(place, lock, requireSameInputs(inputs));
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private UnfinishedRun.Begun requireSameInputs(RunManifest inputs) throws IOException {
    Optional<UnfinishedRun.Begun> begun = UnfinishedRun.begun(place);
    if (begun.isEmpty() || isFinished(begun)) {
      throw new ConfigException(
          place.toString(),
          place.has(MANIFEST)
              ? "holds a complete run: there is nothing to resume."
              : "holds no unfinished run. Maybe leave --resume out.");
    }
    Optional<String> difference = inputs.inputs().difference(begun.get().inputs().inputs());
    if (difference.isPresent()) {
      throw new ConfigException(
          place.toString(),
          "holds an unfinished run of other inputs: "
              + difference.get()
              + ". Maybe begin anew: --discard instead of --resume.");
    }
    return begun.get();
  }

  @Override
  public String toString() {
    return place.toString();
  }
}
