package dev.ridgeline.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.ridgeline.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * Where a run lies, on any file system that Hadoop knows: {@code cells/}, one folder for each
 * dimension table, and {@code run.json}, which is written last. A run without it is not complete.
 */
public final class RunDirectory {

  private static final String CELLS = "cells";
  private static final String MANIFEST = "run.json";
  private static final String UNFINISHED = "_unfinished";

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

  /** The folder of the cells. */
  public String cells() {
    return new Path(root, CELLS).toString();
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
   * @throws ConfigException when something else is there, or a run that is to be kept
   */
  public void claim(boolean overwrite) {
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
      // Marked first and emptied after, so that being stopped in between leaves what can be
      // claimed.
      files.create(new Path(root, UNFINISHED), true).close();
      files.delete(new Path(root, MANIFEST), false);
      for (FileStatus child : files.listStatus(root)) {
        if (!child.getPath().getName().equals(UNFINISHED)) {
          files.delete(child.getPath(), true);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isEmpty() throws IOException {
    return !files.exists(root)
        || (files.getFileStatus(root).isDirectory() && files.listStatus(root).length == 0);
  }

  /** Declares the run complete. */
  public void complete(RunManifest manifest) {
    try {
      try (OutputStream out = files.create(new Path(root, MANIFEST), true)) {
        out.write(
            new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsBytes(manifest));
      }
      files.delete(new Path(root, UNFINISHED), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The manifest of a complete run; empty where there is none, or a file of that name is not one.
   */
  public Optional<RunManifest> manifest() {
    if (!exists(MANIFEST)) {
      return Optional.empty();
    }
    try (InputStream in = files.open(new Path(root, MANIFEST))) {
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
