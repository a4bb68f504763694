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
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.sql.SparkSession;

/**
 * The directory of a run, on any file system that Hadoop knows. It holds {@code cells/}, one folder
 * for each dimension table, and {@code run.json}, which is written last. A run without {@code
 * run.json} is not complete.
 *
 * <p>The cells of an unfinished run are in {@code _staging/}, chunk by chunk. A chunk is committed
 * when its marker exists, a file that is written after all others of the chunk. A run that was
 * stopped at any moment continues with the chunks that lack a marker. No step relies on an atomic
 * rename of a directory. Where the store moves file by file, an interruption leaves files that the
 * next attempt moves.
 *
 * <p>A run is not an Apache Iceberg table, because it is written once and never changed. Snapshots
 * and concurrent writers would need a catalog service and clients that know the format. These are
 * plain files that every client reads.
 */
final class RunDirectory {

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

  /**
   * The directory of a place.
   *
   * @throws ConfigException when the place is empty, or its file system is unknown to Hadoop
   */
  static RunDirectory of(String location, Configuration hadoop) {
    if (location.isBlank()) {
      throw new ConfigException("--out", "is empty. Allowed: a path or a URL that Hadoop knows.");
    }
    try {
      Path root = new Path(location);
      // An instance of its own, which keeps no checksums: people edit run.json.
      FileSystem files = FileSystem.newInstance(root.toUri(), hadoop);
      files.setWriteChecksum(false);
      return new RunDirectory(root, files);
    } catch (UnsupportedFileSystemException e) {
      throw new ConfigException(
          location, "is on a file system that Hadoop does not know. Maybe name a local path.");
    } catch (IOException | RuntimeException e) {
      // Such as a URL without a host, or the file system of a library that is not there.
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new ConfigException(
          location, "cannot be opened: " + cause.getMessage() + ". Maybe name a local path.");
    }
  }

  /**
   * The directory of tables that are computed from a run or a sweep.
   *
   * @param location place of the directory; empty where nothing is written
   * @param source place of what they are computed from
   * @throws ConfigException when both places are the same
   */
  static Optional<RunDirectory> other(
      SparkSession spark, Optional<String> location, String source) {
    Optional<RunDirectory> directory =
        location.map(place -> of(place, spark.sparkContext().hadoopConfiguration()));
    if (directory.isPresent() && directory.get().root.equals(new Path(source))) {
      throw new ConfigException("--out", "is the run that is read. Maybe name another place.");
    }
    return directory;
  }

  /** Path of the folder of the cells. */
  String cells() {
    return new Path(root, CELLS).toString();
  }

  /** Size of the files of the cells, in bytes. */
  long bytesOfCells() {
    try {
      return Arrays.stream(files.listStatus(new Path(root, CELLS)))
          .mapToLong(FileStatus::getLen)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the folder of the cells exists. A run that holds only frontiers has none. */
  boolean hasCells() {
    return exists(CELLS);
  }

  /** Path of the folder of a table beside the cells. */
  String table(String name) {
    return new Path(root, name).toString();
  }

  /** Whether the run has a manifest, and so is complete. */
  boolean isComplete() {
    return manifest().isPresent();
  }

  /**
   * Makes room for a new run. The place may be empty, or hold an unfinished run, or hold a complete
   * one that may be overwritten. What it held is deleted.
   *
   * @param overwrite whether a complete run may be replaced
   * @param inputs what the run is computed from
   * @return the lock on the place, to be closed at the end
   * @throws ConfigException when the place holds other files, or a complete run that is kept, or
   *     another process writes to it
   */
  RunLock claim(boolean overwrite, RunManifest inputs) {
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
      // The mark comes first, so that a place that was only half emptied can be claimed again.
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
      throw cannotBeWritten(e);
    } catch (UncheckedIOException e) {
      throw cannotBeWritten(Objects.requireNonNull(e.getCause()));
    }
  }

  /** The error of a place that is no place for a run; a full disk is a failure, not wrong input. */
  private RuntimeException cannotBeWritten(IOException e) {
    String why = String.valueOf(e.getMessage());
    return why.contains("No space left")
        ? new UncheckedIOException(e)
        : new ConfigException(
            root.toString(),
            "cannot be written: " + why + ". Maybe name another place with --out.");
  }

  /**
   * Prepares an unfinished run to be continued.
   *
   * @param inputs what the run is computed from now
   * @return the lock on the place, to be closed at the end
   * @throws ConfigException when there is no unfinished run, its inputs have changed, or another
   *     process writes it
   */
  RunLock resume(RunManifest inputs) {
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
                    "holds an unfinished run of other inputs: "
                        + difference
                        + ". Maybe leave --resume out to begin anew.");
              });
      return RunLock.take(files, new Path(root, LOCK));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a chunk is committed. */
  boolean isCommitted(Chunk chunk) {
    return exists(STAGING + "/" + chunk + DONE);
  }

  /** Path of the empty folder that a chunk is written to. Files of earlier attempts are deleted. */
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
   * Commits a chunk.
   *
   * @param names names of its files in the staging folder, in the order of their cells
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

  /** Moves the cells of all chunks to the folder of the cells. */
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

  /** Makes the run complete, by writing its manifest. */
  void complete(RunManifest manifest) {
    try {
      write(MANIFEST, manifest);
      files.delete(new Path(root, STAGING), true);
      files.delete(new Path(root, UNFINISHED), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The manifest of a complete run; empty where the file is missing or is not a manifest. */
  Optional<RunManifest> manifest() {
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
