package dev.ridgeline.remote;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A path of a {@link RemoteFileSystem}. Its text is a URL, or the end of one. */
final class RemotePath implements Path {

  private final RemoteFileSystem home;
  private final boolean absolute;
  private final List<String> names;

  RemotePath(RemoteFileSystem home, boolean absolute, List<String> names) {
    this.home = home;
    this.absolute = absolute;
    this.names = List.copyOf(names);
  }

  /** The names between the slashes of a text. */
  static List<String> names(String text) {
    return Arrays.stream(text.split(RemoteFileSystem.SEPARATOR, -1))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static RemotePath of(Path path) {
    if (path instanceof RemotePath remote) {
      return remote;
    }
    throw new ProviderMismatchException(path + " is no remote path");
  }

  /** The same path as Hadoop has it. */
  org.apache.hadoop.fs.Path ofHadoop() {
    return new org.apache.hadoop.fs.Path(toAbsolutePath().toString());
  }

  private String joined() {
    return String.join(RemoteFileSystem.SEPARATOR, names);
  }

  @Override
  public FileSystem getFileSystem() {
    return home;
  }

  @Override
  public boolean isAbsolute() {
    return absolute;
  }

  @Override
  public @Nullable Path getRoot() {
    return absolute ? new RemotePath(home, true, List.of()) : null;
  }

  @Override
  public @Nullable Path getFileName() {
    return names.isEmpty() ? null : getName(names.size() - 1);
  }

  @Override
  public @Nullable Path getParent() {
    return names.size() > 1 || (absolute && names.size() == 1)
        ? new RemotePath(home, absolute, names.subList(0, names.size() - 1))
        : null;
  }

  @Override
  public int getNameCount() {
    return names.size();
  }

  @Override
  public Path getName(int index) {
    return subpath(index, index + 1);
  }

  @Override
  public Path subpath(int from, int to) {
    if (from < 0 || from >= to || to > names.size()) {
      throw new IllegalArgumentException(this + " has no names from " + from + " to " + to);
    }
    return new RemotePath(home, false, names.subList(from, to));
  }

  @Override
  public boolean startsWith(Path other) {
    return other instanceof RemotePath remote
        && remote.home == home
        && remote.absolute == absolute
        && remote.names.size() <= names.size()
        && names.subList(0, remote.names.size()).equals(remote.names);
  }

  @Override
  public boolean endsWith(Path other) {
    if (!(other instanceof RemotePath remote) || remote.home != home) {
      return false;
    }
    return remote.absolute
        ? equals(remote)
        : remote.names.size() <= names.size()
            && names.subList(names.size() - remote.names.size(), names.size()).equals(remote.names);
  }

  @Override
  public Path normalize() {
    List<String> plain = new ArrayList<>();
    for (String name : names) {
      boolean isUp = name.equals("..");
      if (isUp && !plain.isEmpty() && !plain.get(plain.size() - 1).equals("..")) {
        plain.remove(plain.size() - 1);
      } else if (!name.equals(".") && !(isUp && absolute)) {
        plain.add(name);
      }
    }
    return new RemotePath(home, absolute, plain);
  }

  @Override
  public Path resolve(Path other) {
    RemotePath remote = of(other);
    if (remote.absolute) {
      return remote;
    }
    List<String> all = new ArrayList<>(names);
    all.addAll(remote.names);
    return new RemotePath(home, absolute, all);
  }

  @Override
  public Path relativize(Path other) {
    RemotePath remote = of(other);
    if (remote.absolute != absolute || remote.home != home) {
      throw new IllegalArgumentException(other + " is not below the root of " + this);
    }
    int common = 0;
    while (common < Math.min(names.size(), remote.names.size())
        && names.get(common).equals(remote.names.get(common))) {
      common++;
    }
    List<String> way = new ArrayList<>();
    for (int up = common; up < names.size(); up++) {
      way.add("..");
    }
    way.addAll(remote.names.subList(common, remote.names.size()));
    return new RemotePath(home, false, way);
  }

  @Override
  public URI toUri() {
    return ofHadoop().toUri();
  }

  @Override
  public Path toAbsolutePath() {
    return absolute ? this : new RemotePath(home, true, names);
  }

  @Override
  public Path toRealPath(LinkOption... options) {
    return toAbsolutePath().normalize();
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("changes of remote files");
  }

  @Override
  public int compareTo(Path other) {
    return toString().compareTo(of(other).toString());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RemotePath remote
        && home.root().equals(remote.home.root())
        && absolute == remote.absolute
        && names.equals(remote.names);
  }

  @Override
  public int hashCode() {
    return Objects.hash(home.root(), absolute, names);
  }

  @Override
  public String toString() {
    return absolute ? home.root() + RemoteFileSystem.SEPARATOR + joined() : joined();
  }
}
