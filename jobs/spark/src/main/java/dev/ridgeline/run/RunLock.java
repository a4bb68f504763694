package dev.ridgeline.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ridgeline.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A lock on a place that a process writes to: a small file that names its owner. The owner renews
 * it while it runs. A lock is stale when its process on this machine has ended, or when nobody has
 * renewed it for a minute.
 *
 * <p>The file is created only where none exists. Some stores do not do this atomically, and there
 * two runs that begin at the same moment may both hold the lock. Their files are then equal, or the
 * manifest of their inputs refuses one of them.
 */
final class RunLock implements AutoCloseable {

  private static final Duration BEAT = Duration.ofSeconds(10);
  private static final Duration STALE = Duration.ofSeconds(60);

  private final FileSystem files;
  private final Path file;
  private final Owner owner;
  private final Thread beats = new Thread(this::keepBeating);

  private RunLock(FileSystem files, Path file, Owner owner) {
    this.files = files;
    this.file = file;
    this.owner = owner;
  }

  /**
   * The process that holds a lock.
   *
   * @param host name of its machine
   * @param pid its process id
   * @param since time at which it took the lock, ISO 8601
   * @param beat time at which it renewed the lock last, ISO 8601
   */
  record Owner(String host, long pid, String since, String beat) {

    static Owner self() {
      String now = Instant.now().toString();
      return new Owner(hostName(), ProcessHandle.current().pid(), now, now);
    }

    private static String hostName() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "unknown";
      }
    }

    boolean isAlive() {
      if (host.equals(hostName())) {
        return ProcessHandle.of(pid).isPresent();
      }
      return Instant.parse(beat).plus(STALE).isAfter(Instant.now());
    }

    Owner renewed() {
      return new Owner(host, pid, since, Instant.now().toString());
    }
  }

  /**
   * Takes the lock.
   *
   * @throws ConfigException while another process holds it
   */
  static RunLock take(FileSystem files, Path file) throws IOException {
    Optional<Owner> other = read(files, file);
    if (other.isPresent() && other.get().isAlive()) {
      throw taken(file, other.get());
    }
    files.delete(file, false);
    Owner self = Owner.self();
    try {
      write(files, file, self, false);
    } catch (FileAlreadyExistsException e) {
      ConfigException late = taken(file, read(files, file).orElse(self));
      late.initCause(e);
      throw late;
    }
    RunLock lock = new RunLock(files, file, self);
    lock.beats.setName("lock of " + file);
    lock.beats.setDaemon(true);
    lock.beats.start();
    return lock;
  }

  private static ConfigException taken(Path file, Owner owner) {
    return new ConfigException(
        file.getParent().toString(),
        "is being written by process %d on %s, since %s. Maybe wait for it, or name another place with --out."
            .formatted(owner.pid(), owner.host(), owner.since()));
  }

  /** The owner; empty where there is no lock, or its owner was stopped while writing it. */
  private static Optional<Owner> read(FileSystem files, Path file) throws IOException {
    if (!files.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = files.open(file)) {
      return Optional.of(new ObjectMapper().readValue(in.readAllBytes(), Owner.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static void write(FileSystem files, Path file, Owner owner, boolean overwrite)
      throws IOException {
    try (OutputStream out = files.create(file, overwrite)) {
      out.write(new ObjectMapper().writeValueAsBytes(owner));
    }
  }

  private void keepBeating() {
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(BEAT.toSeconds());
        write(files, file, owner.renewed(), true);
      }
    } catch (InterruptedException e) {
      // Closed.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    beats.interrupt();
    try {
      beats.join();
      files.delete(file, false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
