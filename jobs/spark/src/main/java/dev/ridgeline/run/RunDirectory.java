package dev.ridgeline.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.table.CellFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.sql.SparkSession;

/**
 * Where a run lies, on any file system that Hadoop knows: {@code cells/}, one folder for each
 * dimension table, and {@code run.json}, which is written last. A run without it is not complete.
 *
 * <p>Until then the cells are in {@code _staging/}, chunk by chunk. A chunk counts when its marker
 * is there, a file that is written after all others of the chunk; so a run that was stopped at any
 * moment goes on with the chunks that have none. Nothing relies on a directory being renamed at
 * once: where the store copies file by file, being stopped in between leaves files to be moved.
 *
 * <p>A run is no Apache Iceberg table, because it is written once and never changed: what a table
 * format adds, snapshots and concurrent writers, needs a catalog service that swaps a pointer (its
 * catalog on plain file systems relies on atomic renames, too), and clients that know it. These are
 * plain files that every client reads.
 */
public final class RunDirectory {

  private static final String CELLS = "cells";
  private static final String MANIFEST = "run.json";
  private static final String UNFINISHED = "_unfinished.json";
  private static final String LOCK = "_lock.json";
  private static final String STAGING = "_staging";
  private static final String DONE = ".done";

  private final Path root;
  private final FileSystem files;

  private RunDirectory(Path root, FileSystem files) {
    this.root = root;
    this.files = files;
  }

  public static RunDirectory of(String location, Configuration hadoop) {
    if (location.isBlank()) {
      throw new ConfigException("--out", "is empty. Allowed: a path or a URL that Hadoop knows.");
    }
    Path root = new Path(location);
    try {
      // One of its own, because it is told not to keep checksums: people edit run.json.
      FileSystem files = FileSystem.newInstance(root.toUri(), hadoop);
      files.setWriteChecksum(false);
      return new RunDirectory(root, files);
    } catch (UnsupportedFileSystemException e) {
      throw new ConfigException(location, "is on a file system that Hadoop does not know");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Where what is computed from a run or a sweep goes.
   *
   * @param location empty where it goes nowhere
   * @throws ConfigException when it is the place of the source
   */
  static Optional<RunDirectory> other(
      SparkSession spark, Optional<String> location, String source) {
    if (location.isPresent() && new Path(location.get()).equals(new Path(source))) {
      throw new ConfigException("--out", "is the run that is read. Maybe name another place.");
    }
    return location.map(place -> of(place, spark.sparkContext().hadoopConfiguration()));
  }

  /** The folder of the cells. */
  public String cells() {
    return new Path(root, CELLS).toString();
  }

  /** Bytes of the files of the cells. */
  long bytesOfCells() {
    try {
      return Arrays.stream(files.listStatus(new Path(root, CELLS)))
          .mapToLong(FileStatus::getLen)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether there is such a folder: a run that reduced its cells to frontiers has none. */
  boolean hasCells() {
    return exists(CELLS);
  }

  /** The folder of a dimension table. */
  public String table(String name) {
    return new Path(root, name).toString();
  }

  /** Whether there is a manifest that one of our runs wrote. */
  public boolean isComplete() {
    return manifest().isPresent();
  }

  /**
   * Makes room for a new run: an empty place, an unfinished run, or (only when told to overwrite) a
   * complete one. What was there reads as incomplete from now on.
   *
   * @param inputs what the run is computed from
   * @return the lock on the place, to be closed at the end
   * @throws ConfigException when something else is there, a run that is to be kept, or somebody who
   *     writes one
   */
  public RunLock claim(boolean overwrite, RunManifest inputs) {
    try {
      boolean complete = isComplete();
      if (complete && !overwrite) {
        throw new ConfigException(
            root.toString(),
            "holds a complete run. Maybe add --overwrite, or name another place with --out.");
      }
      if (!complete && !exists(UNFINISHED) && !isEmpty()) {
        throw new ConfigException(
            root.toString(), "is not empty and holds no run. Maybe name another place with --out.");
      }
      files.mkdirs(root);
      RunLock lock = RunLock.take(files, new Path(root, LOCK));
      // Marked first and emptied after, so that being stopped in between leaves what can be
      // claimed.
      write(UNFINISHED, inputs);
      files.delete(new Path(root, MANIFEST), false);
      for (FileStatus child : files.listStatus(root)) {
        String name = child.getPath().getName();
        if (!name.equals(UNFINISHED) && !name.equals(LOCK)) {
          files.delete(child.getPath(), true);
        }
      }
      return lock;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes an unfinished run up again.
   *
   * @param inputs what the run is computed from now
   * @return the lock on the place, to be closed at the end
   * @throws ConfigException when there is no unfinished run, it was computed from something else,
   *     or somebody is writing it
   */
  public RunLock resume(RunManifest inputs) {
    try {
      if (isComplete()) {
        throw new ConfigException(
            root.toString(), "holds a complete run: there is nothing to resume.");
      }
      RunManifest begun =
          read(UNFINISHED)
              .orElseThrow(
                  () ->
                      new ConfigException(
                          root.toString(), "holds no unfinished run. Maybe leave --resume out."));
      inputs
          .difference(begun)
          .ifPresent(
              difference -> {
                throw new ConfigException(
                    root.toString(),
                    "holds an unfinished run that was computed from something else: "
                        + difference
                        + ". Maybe leave --resume out to begin anew.");
              });
      return RunLock.take(files, new Path(root, LOCK));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether all files of a chunk are staged. */
  boolean isCommitted(Chunk chunk) {
    return exists(STAGING + "/" + chunk + DONE);
  }

  /** Where a chunk is to be written, with nothing there that an earlier attempt left. */
  String emptyStaging(Chunk chunk) {
    try {
      files.delete(staging(chunk), true);
      return files.makeQualified(staging(chunk)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path staging(Chunk chunk) {
    return new Path(root, STAGING + "/" + chunk);
  }

  /**
   * Takes the files of a chunk for good.
   *
   * @param names of those at its staging place that count, in the order of their cells
   */
  void commit(Chunk chunk, List<String> names) {
    try {
      Path cells = new Path(root, STAGING + "/" + CELLS);
      files.mkdirs(cells);
      for (int task = 0; task < names.size(); task++) {
        String name = "part-%05d-%05d%s".formatted(chunk.number(), task, CellFiles.ENDING);
        move(new Path(staging(chunk), names.get(task)), new Path(cells, name));
      }
      files.create(new Path(root, STAGING + "/" + chunk + DONE), true).close();
      files.delete(staging(chunk), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Shows the cells of all chunks where readers look for them. */
  void publish() {
    try {
      Path staged = new Path(root, STAGING + "/" + CELLS);
      Path cells = new Path(root, CELLS);
      if (!files.exists(cells)) {
        files.rename(staged, cells);
      } else if (files.exists(staged)) {
        for (FileStatus file : files.listStatus(staged)) {
          move(file.getPath(), new Path(cells, file.getPath().getName()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void move(Path from, Path to) throws IOException {
    files.delete(to, false);
    if (!files.rename(from, to)) {
      throw new IOException("cannot move " + from + " to " + to);
    }
  }

  private boolean isEmpty() throws IOException {
    return !files.exists(root)
        || (files.getFileStatus(root).isDirectory() && files.listStatus(root).length == 0);
  }

  /** Declares the run complete. */
  public void complete(RunManifest manifest) {
    try {
      write(MANIFEST, manifest);
      files.delete(new Path(root, STAGING), true);
      files.delete(new Path(root, UNFINISHED), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The manifest of a complete run; empty where there is none, or a file of that name is not one.
   */
  public Optional<RunManifest> manifest() {
    return read(MANIFEST);
  }

  private void write(String name, RunManifest manifest) throws IOException {
    try (OutputStream out = files.create(new Path(root, name), true)) {
      out.write(
          new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsBytes(manifest));
    }
  }

  private Optional<RunManifest> read(String name) {
    if (!exists(name)) {
      return Optional.empty();
    }
    try (InputStream in = files.open(new Path(root, name))) {
      return Optional.of(new ObjectMapper().readValue(in.readAllBytes(), RunManifest.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return root.toString();
  }

  private boolean exists(String name) {
    try {
      return files.exists(new Path(root, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
