package dev.ridgeline.remote;

import dev.ridgeline.config.ConfigException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.jspecify.annotations.Nullable;

/**
 * What {@link java.nio.file.Files} does with remote paths: it reads and lists, and changes none.
 */
final class RemoteFiles extends FileSystemProvider {

  static final RemoteFiles PROVIDER = new RemoteFiles();

  private RemoteFiles() {}

  private static org.apache.hadoop.fs.FileSystem files(Path path) {
    return ((RemoteFileSystem) path.getFileSystem()).files();
  }

  private static org.apache.hadoop.fs.Path ofHadoop(Path path) {
    return ((RemotePath) path).ofHadoop();
  }

  private static FileStatus status(Path path) throws IOException {
    try {
      return files(path).getFileStatus(ofHadoop(path));
    } catch (FileNotFoundException e) {
      throw none(path, e);
    }
  }

  private static NoSuchFileException none(Path path, FileNotFoundException why) {
    NoSuchFileException none = new NoSuchFileException(path.toString());
    none.initCause(why);
    return none;
  }

  @Override
  public String getScheme() {
    return "hadoop";
  }

  @Override
  public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
    requireReading(path, Set.of(options));
    try {
      return files(path).open(ofHadoop(path));
    } catch (FileNotFoundException e) {
      throw none(path, e);
    }
  }

  /** Refuses what would change a file, with an error for the user who named it. */
  private static void requireReading(Path path, Set<? extends OpenOption> options) {
    if (options.stream().anyMatch(option -> option != StandardOpenOption.READ)) {
      throw onlyRead(path);
    }
  }

  private static ConfigException onlyRead(Path path) {
    return new ConfigException(
        path.toString(), "is a URL, which is only read here. Maybe name a local path.");
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    requireReading(path, options);
    long bytes = Math.max(0, status(path).getLen());
    return new InputChannel(newInputStream(path), bytes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    List<Path> children = new ArrayList<>();
    for (FileStatus child : files(folder).listStatus(ofHadoop(folder))) {
      Path path = folder.resolve(child.getPath().getName());
      if (filter.accept(path)) {
        children.add(path);
      }
    }
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return children.iterator();
      }

      @Override
      public void close() {
        // The children are in memory.
      }
    };
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    for (AccessMode mode : modes) {
      if (mode != AccessMode.READ) {
        throw onlyRead(path);
      }
    }
    status(path);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    if (type != BasicFileAttributes.class) {
      throw new UnsupportedOperationException(type + " of remote files");
    }
    return type.cast(new RemoteAttributes(status(path)));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) {
    throw new UnsupportedOperationException("attributes of remote files by name");
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return null; // As of a file system that has no such attributes.
  }

  @Override
  public boolean isSameFile(Path one, Path other) {
    return one.toAbsolutePath().equals(other.toAbsolutePath());
  }

  @Override
  public boolean isHidden(Path path) {
    return false;
  }

  @Override
  public FileStore getFileStore(Path path) {
    throw new UnsupportedOperationException("stores of remote files");
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> settings) {
    throw new UnsupportedOperationException("Locations makes remote paths");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException("Locations makes remote paths");
  }

  @Override
  public Path getPath(URI uri) {
    return Locations.path(uri.toString());
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) {
    throw onlyRead(folder);
  }

  @Override
  public void delete(Path path) {
    throw onlyRead(path);
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) {
    throw onlyRead(to);
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) {
    throw onlyRead(to);
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options) {
    throw onlyRead(path);
  }
}
