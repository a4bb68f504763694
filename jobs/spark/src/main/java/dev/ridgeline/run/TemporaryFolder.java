package dev.ridgeline.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.util.ShutdownHookManager;
import org.jspecify.annotations.Nullable;

/**
 * A folder for the temporary files of this process, which nobody but its user can read. It is
 * removed when the process ends, and by the next one when the process was killed.
 *
 * <p>The folders of a user are in one folder, each beside a file of the same name that its process
 * holds a lock on. The operating system gives up the lock with the process, however it ends. So a
 * process whose number is used again, or whose number means another one in another container, is
 * never taken for the owner.
 */
final class TemporaryFolder {

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");
  private static final String PLACE = "java.io.tmpdir";

  /** Name of the folders of this process. Its number helps people who look for it. */
  private static final String NAME = ProcessHandle.current().pid() + "-" + UUID.randomUUID();

  /** Priority of the removal at the end. Spark's own has a higher one, and comes first. */
  private static final int LAST = 1;

  private TemporaryFolder() {}

  /** The folder of this process in the place for temporary files, such as /tmp. */
  static Path ofProcess() {
    Path place = Path.of(System.getProperty(PLACE));
    return place.endsWith(NAME) ? place : in(place);
  }

  /** Sends the temporary files of this JVM to the folder of this process. */
  static void useForAllFiles() {
    System.setProperty(PLACE, ofProcess().toString());
  }

  /**
   * The folder of this process in a folder for all users. The first call makes it, and removes
   * those that killed processes have left.
   */
  static Path in(Path parent) {
    try {
      Path ofUser = ofUser(parent);
      Path folder = ofUser.resolve(NAME);
      if (!Files.exists(folder)) {
        removeAbandoned(ofUser);
        // The lock comes first: a folder whose lock is held is never taken for abandoned.
        FileChannel lock =
            FileChannel.open(lock(folder), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        create(folder);
        ShutdownHookManager.get().addShutdownHook(() -> end(folder, lock), LAST);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder can be made in " + parent, e);
    }
  }

  private static Path lock(Path folder) {
    return folder.resolveSibling(folder.getFileName() + ".lock");
  }

  /** Has the channel, since a channel that nothing refers to is closed and gives up its lock. */
  private static void end(Path folder, FileChannel lock) {
    removeQuietly(folder);
    try {
      lock.close();
    } catch (IOException e) {
      // The end of the process closes it.
    }
  }

  /**
   * The folder of this user. Where something else has its name, as another user can bring about in
   * a folder for all users, it is a new one.
   */
  private static Path ofUser(Path parent) throws IOException {
    Files.createDirectories(parent);
    Path folder = parent.resolve("ridgeline-" + System.getProperty("user.name"));
    try {
      create(folder);
    } catch (FileAlreadyExistsException e) {
      if (!isOwn(folder)) {
        Path other = parent.resolve("ridgeline-" + UUID.randomUUID());
        create(other);
        return other;
      }
    }
    return folder;
  }

  private static boolean isOwn(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || !isPosix(folder)) {
      return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
    }
    Path probe = Files.createFile(folder.resolveSibling("ridgeline-" + UUID.randomUUID()));
    try {
      return Files.getOwner(probe).equals(Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS))
          && Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS).equals(PRIVATE);
    } finally {
      Files.delete(probe);
    }
  }

  private static void create(Path folder) throws IOException {
    if (isPosix(folder)) {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
    } else {
      Files.createDirectory(folder);
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /**
   * Removes what killed processes left in the folder of a user. What cannot be removed, since a
   * child of a killed process still adds to it, is left to the next start.
   */
  static void removeAbandoned(Path ofUser) throws IOException {
    List<Path> folders;
    try (Stream<Path> all = Files.list(ofUser)) {
      folders =
          all.filter(one -> !one.endsWith(NAME))
              .filter(one -> Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS))
              .toList();
    }
    for (Path folder : folders) {
      try (FileChannel channel =
          FileChannel.open(lock(folder), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        if (channel.tryLock() != null) {
          removeQuietly(folder);
        }
      }
    }
  }

  /** Removes a folder and its lock. What cannot be removed now is left to the next start. */
  private static void removeQuietly(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException error) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error)
                throws IOException {
              Files.deleteIfExists(directory);
              return FileVisitResult.CONTINUE;
            }
          });
      Files.deleteIfExists(lock(folder));
    } catch (IOException e) {
      // Files that are still open, on a file system that keeps them.
    }
  }
}
