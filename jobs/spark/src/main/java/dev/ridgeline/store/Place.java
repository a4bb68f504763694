package dev.ridgeline.store;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.Sha256;
import dev.ridgeline.remote.Locations;
import dev.ridgeline.remote.Renames;
import dev.ridgeline.remote.UnknownFileSystem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A directory on any file system that Hadoop knows. Its path is literal: no character of it is a
 * pattern or an escape.
 */
final class Place {

  private static final String LOCAL = "file";

  private final String named;
  private final Path path;
  private final FileSystem files;

  private Place(String named, Path path, FileSystem files) {
    this.named = named;
    this.path = path;
    this.files = files;
  }

  /**
   * The place of a path or of a URL.
   *
   * @param name name of the option or argument in messages
   * @throws ConfigException when it is empty, is not a path, or is on an unknown file system
   */
  static Place of(String name, String location, Configuration hadoop) {
    if (location.isBlank()) {
      throw new ConfigException(name, "is empty. Allowed: a path or a URL that Hadoop knows.");
    }
    try {
      Path path =
          Locations.isUrl(location)
              ? new Path(location)
              // This constructor takes a colon for a character of the name, not for a scheme.
              : new Path(null, null, location);
      // An instance of its own, which keeps no checksums: people edit run.json.
      FileSystem files = FileSystem.newInstance(path.toUri(), hadoop);
      files.setWriteChecksum(false);
      Place place = new Place(location, files.makeQualified(path), files);
      if (place.isLocal()) {
        local(place.path); // Refuses characters that no name may have.
      }
      return place;
    } catch (IOException | RuntimeException e) {
      // Such as a URL without a host, or the file system of a library that is not there.
      throw UnknownFileSystem.error(location, e);
    }
  }

  /**
   * The error of a place that is no place for a run. A full disk is a failure, not wrong input.
   *
   * @param error what the file system said
   */
  RuntimeException cannotBeWritten(IOException error) {
    String why = UnknownFileSystem.reason(error);
    return why.contains("No space left")
        ? new UncheckedIOException(error)
        : new ConfigException(
            toString(), "cannot be written: " + why + ". Maybe name another place with --out.");
  }

  /** The path with its scheme. */
  Path path() {
    return path;
  }

  /** The path of a file or folder in this place. */
  Path path(String name) {
    return new Path(path, name);
  }

  /** Whether files are written elsewhere first and then moved to where they belong. */
  boolean usesRenames() {
    return Renames.areUsed(path.toUri(), files.getConf());
  }

  /** Whether the place is on a file system of this machine. */
  private boolean isLocal() {
    return LOCAL.equals(files.getUri().getScheme());
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  /**
   * Whether this place is the other one or lies in it. Links on a local file system are followed.
   */
  boolean isIn(Place other) {
    if (!files.getUri().equals(other.files.getUri())) {
      return false;
    }
    return isLocal()
        ? real(local(path)).startsWith(real(local(other.path)))
        : (path + "/").startsWith(other.path + "/");
  }

  /** The path without links, also where its last parts do not exist yet. */
  private static java.nio.file.Path real(java.nio.file.Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      java.nio.file.Path parent = path.getParent();
      java.nio.file.Path name = path.getFileName();
      return parent == null || name == null ? path : real(parent).resolve(name).normalize();
    }
  }

  /** Whether a file or folder exists. */
  boolean has(String name) {
    try {
      return files.exists(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the place itself is a file. */
  boolean isFile() throws IOException {
    return files.exists(path) && files.getFileStatus(path).isFile();
  }

  /** The nearest folder above this place that holds a file of that name; this place if none. */
  Place above(String name) {
    for (Path folder = path.getParent(); folder != null; folder = folder.getParent()) {
      Place place = new Place(folder.toUri().getPath(), folder, files);
      if (place.has(name)) {
        return place;
      }
    }
    return this;
  }

  /** The files and folders of a folder of this place, by name; none where there is no folder. */
  List<FileStatus> list(String name) throws IOException {
    Path folder = name.isEmpty() ? path : path(name);
    if (!files.exists(folder)) {
      return List.of();
    }
    List<FileStatus> children = new ArrayList<>(List.of(files.listStatus(folder)));
    children.sort((a, b) -> a.getPath().getName().compareTo(b.getPath().getName()));
    return children;
  }

  /** Size of a file in bytes; negative where there is none. */
  long bytes(String name) throws IOException {
    try {
      return files.getFileStatus(path(name)).getLen();
    } catch (FileNotFoundException e) {
      return -1;
    }
  }

  /** Makes a folder and those above it. */
  void makeFolder(String name) throws IOException {
    files.mkdirs(name.isEmpty() ? path : path(name));
  }

  /** Deletes a file or a folder with all that it holds, where it exists. */
  void delete(String name) throws IOException {
    files.delete(path(name), true);
  }

  /** Moves a file or a folder to where none is. */
  void move(String from, String to) throws IOException {
    if (!files.rename(path(from), path(to))) {
      throw new IOException("cannot move " + path(from) + " to " + path(to));
    }
  }

  byte[] read(String name) throws IOException {
    try (InputStream in = files.open(path(name))) {
      return in.readAllBytes();
    }
  }

  void write(String name, byte[] bytes) throws IOException {
    try (OutputStream out = files.create(path(name), true)) {
      out.write(bytes);
    }
  }

  /**
   * Writes a file of which nobody ever sees a part: it is written in a folder and then moved, or
   * shown as a whole when it is closed.
   *
   * @param folder folder of this place for what is not whole yet
   */
  void writeWhole(String folder, String name, byte[] bytes) throws IOException {
    if (!usesRenames()) {
      write(name, bytes);
      return;
    }
    String beside = folder + "/" + path(name).getName() + ".part";
    write(beside, bytes);
    delete(name);
    move(beside, name);
  }

  /**
   * Creates a file where none is. Of several processes that try at once, one succeeds, as far as
   * the file system is able to decide it.
   *
   * @throws IOException when the file exists, of a type that depends on the file system
   */
  void create(String name, byte[] bytes) throws IOException {
    if (isLocal()) {
      // Hadoop asks first and then creates, so that two processes may both succeed.
      Files.write(
          local(path(name)), bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return;
    }
    try (OutputStream out = files.create(path(name), false)) {
      out.write(bytes);
    }
  }

  /** SHA-256 of a file, in hexadecimal digits. */
  String sha256(String name) throws IOException {
    try (DigestInputStream in = new DigestInputStream(files.open(path(name)), Sha256.begin())) {
      in.transferTo(OutputStream.nullOutputStream());
      return Sha256.hex(in.getMessageDigest());
    }
  }

  /** The place as the user named it. */
  @Override
  public String toString() {
    return named;
  }
}
