package dev.ridgeline.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.ridgeline.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

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
    Path root = new Path(location);
    try {
      return new RunDirectory(root, root.getFileSystem(hadoop));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of the cells. */
  public String cells() {
    return new Path(root, CELLS).toString();
  }

  /** The folder of a dimension table. */
  public String table(String name) {
    return new Path(root, name).toString();
  }

  public boolean isComplete() {
    return exists(MANIFEST);
  }

  /**
   * Makes room for a new run: an empty place, an unfinished run, or (only when told to overwrite) a
   * complete one. What was there reads as incomplete from now on.
   *
   * @throws ConfigException when something else is there, or a run that is to be kept
   */
  public void claim(boolean overwrite) {
    try {
      if (isComplete()) {
        if (!overwrite) {
          throw new ConfigException(
              root.toString(),
              "holds a complete run. Maybe add --overwrite, or name another place with --out.");
        }
        files.delete(new Path(root, MANIFEST), false);
      } else if (files.exists(root) && !exists(UNFINISHED) && files.listStatus(root).length > 0) {
        throw new ConfigException(
            root.toString(), "is not empty and holds no run. Maybe name another place with --out.");
      }
      files.delete(root, true);
      files.mkdirs(root);
      files.create(new Path(root, UNFINISHED), true).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /** The manifest of a complete run. */
  public Optional<RunManifest> manifest() {
    if (!isComplete()) {
      return Optional.empty();
    }
    try (InputStream in = files.open(new Path(root, MANIFEST))) {
      return Optional.of(new ObjectMapper().readValue(in.readAllBytes(), RunManifest.class));
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
