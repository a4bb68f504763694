package dev.ridgeline.remote;

import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A file system of Hadoop as one of Java that is only read. */
final class RemoteFileSystem extends FileSystem {

  static final String SEPARATOR = "/";

  private final org.apache.hadoop.fs.FileSystem files;
  private final String root;

  /**
   * The file system of a URL.
   *
   * @param url a URL whose scheme and host begin the paths of this file system
   */
  RemoteFileSystem(org.apache.hadoop.fs.FileSystem files, URI url) {
    this.files = files;
    this.root =
        url.getScheme() + ":" + (url.getAuthority() == null ? "" : "//" + url.getAuthority());
  }

  org.apache.hadoop.fs.FileSystem files() {
    return files;
  }

  /** The beginning of all absolute paths: scheme and host. */
  String root() {
    return root;
  }

  /** The path of one of Hadoop. */
  RemotePath path(org.apache.hadoop.fs.Path path) {
    return new RemotePath(this, true, RemotePath.names(path.toUri().getPath()));
  }

  @Override
  public FileSystemProvider provider() {
    return RemoteFiles.PROVIDER;
  }

  /** Does nothing: the paths of a file system live as long as the command. */
  @Override
  public void close() {
    // Hadoop closes its file systems when the process ends.
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public String getSeparator() {
    return SEPARATOR;
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(new RemotePath(this, true, List.of()));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic");
  }

  @Override
  public Path getPath(String first, String... more) {
    List<String> names = new ArrayList<>(RemotePath.names(first));
    for (String part : more) {
      names.addAll(RemotePath.names(part));
    }
    return new RemotePath(this, first.startsWith(SEPARATOR), names);
  }

  @Override
  public PathMatcher getPathMatcher(String pattern) {
    throw new UnsupportedOperationException("patterns of remote paths");
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException("users of remote files");
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("changes of remote files");
  }
}
