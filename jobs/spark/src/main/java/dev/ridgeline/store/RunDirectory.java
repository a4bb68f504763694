package dev.ridgeline.store;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
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

  /** Runs of at most so many bytes are hashed when they are opened: a second of one core. */
  private static final long HASHED_AT_OPENING_BYTES = 256L << 20;

  /** Most damaged files that an error names. */
  private static final int NAMED_PROBLEMS = 20;

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
    return opened(false);
  }

  /**
   * Opens a complete run and reads every byte of it.
   *
   * @throws ConfigException as {@link #open} does
   */
  public RunManifest verify() {
    return opened(true);
  }

  private RunManifest opened(boolean everyByte) {
    try {
      RunManifest manifest = manifest();
      List<RunFile> files = files(manifest);
      boolean hash =
          everyByte || files.stream().mapToLong(RunFile::bytes).sum() <= HASHED_AT_OPENING_BYTES;
      List<Problem> problems = problems(manifest, files, hash);
      if (!problems.isEmpty()) {
        throw new ConfigException(shortened(problems));
      }
      return manifest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RunManifest manifest() throws IOException {
    if (!place.has(MANIFEST)) {
      throw new ConfigException(
          place.toString(),
          place.has(UnfinishedRun.BEGUN)
              ? "holds no complete run, but an unfinished one. Maybe continue it: sweep --resume."
              : "holds no complete run: it has no "
                  + MANIFEST
                  + ". Maybe run a sweep, or name a sweep file (.yaml).");
    }
    byte[] bytes = place.read(MANIFEST);
    int format = Json.parse(bytes, Format.class).map(Format::format).orElse(0);
    if (format > RunManifest.FORMAT) {
      throw new ConfigException(
          place.toString(),
          "was written by a newer version of Ridgeline, in layout %d. Allowed: layout %d."
              .formatted(format, RunManifest.FORMAT));
    }
    Optional<RunManifest> manifest = Json.parse(bytes, RunManifest.class);
    if (format < RunManifest.FORMAT || manifest.isEmpty() || manifest.get().inputs() == null) {
      throw new ConfigException(
          place.toString(),
          "has a "
              + MANIFEST
              + " that is damaged, or that an older version of Ridgeline wrote. Maybe run the sweep"
              + " again.");
    }
    return manifest.get();
  }

  /** The part of {@code run.json} that all layouts share. */
  private record Format(int format) {}

  /**
   * The files of a complete run, cells in the order of the grid.
   *
   * @throws ConfigException when there is no complete run, or the list of its files is damaged
   */
  public List<RunFile> files() {
    try {
      return files(manifest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<RunFile> files(RunManifest manifest) throws IOException {
    if (place.has(FILES)) {
      byte[] bytes = place.read(FILES);
      Optional<RunFile[]> files = Json.parse(bytes, RunFile[].class);
      if (Sha256.of(bytes).equals(manifest.filesSha256()) && files.isPresent()) {
        return List.of(files.get());
      }
    }
    throw new ConfigException(
        place.toString(),
        "is damaged: "
            + FILES
            + " is missing or is not the one that "
            + MANIFEST
            + " names. Maybe run the sweep again.");
  }

  private List<Problem> problems(RunManifest manifest, List<RunFile> files, boolean hash)
      throws IOException {
    List<Problem> problems = new ArrayList<>();
    Map<String, List<RunFile>> byTable =
        files.stream()
            .collect(Collectors.groupingBy(RunFile::table, TreeMap::new, Collectors.toList()));
    for (Map.Entry<String, List<RunFile>> table : byTable.entrySet()) {
      Map<String, FileStatus> there =
          visible(place, table.getKey()).stream()
              .collect(Collectors.toMap(file -> nameIn(table.getKey(), file), Function.identity()));
      for (RunFile file : table.getValue()) {
        FileStatus status = there.remove(file.path());
        damage(place, file, status == null ? -1 : status.getLen(), hash)
            .ifPresent(damage -> problems.add(problem(file.path(), damage)));
      }
      there.keySet().stream()
          .sorted()
          .forEach(other -> problems.add(problem(other, "is not of this run")));
    }
    long rows = byTable.getOrDefault(CELLS, List.of()).stream().mapToLong(RunFile::rows).sum();
    if (byTable.containsKey(CELLS) && rows != manifest.cells()) {
      problems.add(
          problem(CELLS, "has " + rows + " rows instead of " + manifest.cells() + " cells"));
    }
    return problems;
  }

  private Problem problem(String path, String message) {
    return new Problem(
        place.toString(), path, 0, message + ". Maybe run the sweep again with --overwrite.");
  }

  private static List<Problem> shortened(List<Problem> problems) {
    if (problems.size() <= NAMED_PROBLEMS) {
      return problems;
    }
    List<Problem> some = new ArrayList<>(problems.subList(0, NAMED_PROBLEMS));
    int more = problems.size() - NAMED_PROBLEMS;
    some.add(new Problem(problems.get(0).file(), "", 0, "and " + more + " more files."));
    return some;
  }

  /** The data files of a table. Names that begin with a dot or a line are those of no data. */
  static List<FileStatus> visible(Place place, String table) throws IOException {
    return place.list(table).stream()
        .filter(file -> !file.getPath().getName().startsWith("."))
        .filter(file -> !file.getPath().getName().startsWith("_"))
        .toList();
  }

  private static String nameIn(String table, FileStatus file) {
    return table + "/" + file.getPath().getName();
  }

  /**
   * What is wrong with a file; empty where it is whole.
   *
   * @param bytes its size; negative where it is missing
   * @param hash whether its bytes are compared
   */
  static Optional<String> damage(Place place, RunFile file, long bytes, boolean hash) {
    if (bytes < 0) {
      return Optional.of("is missing");
    }
    if (bytes != file.bytes()) {
      return Optional.of("has " + bytes + " bytes instead of " + file.bytes());
    }
    try {
      boolean whole = !hash || place.sha256(file.path()).equals(file.sha256());
      return whole ? Optional.empty() : Optional.of("is damaged: its hash has changed");
    } catch (IOException e) {
      // A file system with checksums of its own refuses to read what is damaged.
      return Optional.of("is damaged: it cannot be read");
    }
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
        return new UnfinishedRun(place, lock, requireSameInputs(inputs));
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
