package dev.ridgeline.store;

import dev.ridgeline.config.ConfigException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a place that a process writes to: a small file that names its owner. The owner renews
 * it while it runs.
 *
 * <p>Lock files are numbered, and the highest number is the lock. Whoever finds a lock whose owner
 * is dead creates the file with the next number, and only one process can. No process deletes or
 * overwrites the lock of a living one. An owner that was taken for dead sees the higher number.
 *
 * <p>An owner on this machine is dead when its process has ended. Of an owner elsewhere only its
 * renewals are seen. It is dead when its file stays the same for a time that this process measures
 * itself, so that clocks do not matter. The same holds for a lock that cannot be read.
 *
 * <p>Some stores do not create files atomically. There two processes may take the lock at the same
 * moment. The owner that is not in the file learns this from {@link #requireOwned}.
 */
final class RunLock implements AutoCloseable {

  /** How a process passes the time between two looks at a lock. */
  @FunctionalInterface
  interface Pause {

    void pass(Duration time) throws InterruptedException;
  }

  /**
   * How often a lock is renewed, and how long it may stay the same.
   *
   * @param beat time between two renewals
   * @param stale time after which a lock that was not renewed is that of a dead owner
   * @param pause passes the time between two looks at the lock of an owner elsewhere
   */
  record Timing(Duration beat, Duration stale, Pause pause) {

    static final Timing USUAL = new Timing(Duration.ofSeconds(5), Duration.ofSeconds(30));

    Timing(Duration beat, Duration stale) {
      this(beat, stale, time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()));
    }
  }

  /** Looks at the lock of an owner elsewhere before its owner is taken for dead. */
  private static final int LOOKS = 30;

  /**
   * The content of a lock.
   *
   * @param token tells this owner from all others
   * @param owner the process that holds the lock
   * @param since time at which it took the lock, ISO 8601
   * @param beats number of renewals
   */
  record Content(String token, ProcessIdentity owner, String since, long beats) {

    private Content renewed() {
      return new Content(token, owner, since, beats + 1);
    }

    /** Whether all of it is there. A lock of another version may lack something. */
    private boolean isWhole() {
      return token != null && owner != null && owner.machine() != null && owner.started() != null;
    }
  }

  /**
   * A lock file as it was found.
   *
   * @param number its number
   * @param text its text
   * @param content what it says; empty where it cannot be read
   */
  private record Found(long number, String text, Optional<Content> content) {

    String owner() {
      return content
          .map(known -> known.owner() + ", since " + known.since())
          .orElse("another process");
    }
  }

  private static final Pattern NAME = Pattern.compile("_lock\\.(\\d{1,15})\\.json");

  private final Place place;
  private final Timing timing;
  private final long number;
  private final ScheduledExecutorService beats =
      Executors.newSingleThreadScheduledExecutor(RunLock::thread);
  private Content content;
  private long renewedAt = System.nanoTime();
  private @Nullable ScheduledFuture<?> beating;
  private @Nullable String lost;

  private RunLock(Place place, Timing timing, long number, Content content) {
    this.place = place;
    this.timing = timing;
    this.number = number;
    this.content = content;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "renewal of a lock");
    thread.setDaemon(true);
    return thread;
  }

  private static String name(long number) {
    return "_lock." + number + ".json";
  }

  /** Whether a file of this name is a lock. */
  static boolean isLock(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * Takes the lock on a place, which must exist.
   *
   * @throws ConfigException while another process holds it
   */
  static RunLock take(Place place, Timing timing) throws IOException {
    Optional<Found> other = highest(place);
    if (other.isPresent()) {
      requireDead(place, other.get(), timing);
    }
    long number = other.map(found -> found.number() + 1).orElse(1L);
    Content content =
        new Content(
            UUID.randomUUID().toString(),
            ProcessIdentity.self(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            0);
    try {
      place.create(name(number), Json.bytes(content));
    } catch (IOException e) {
      if (!place.has(name(number))) {
        throw e;
      }
      ConfigException late = taken(place, highest(place));
      late.initCause(e);
      throw late;
    }
    RunLock lock = new RunLock(place, timing, number, content);
    if (!lock.isHighest()) {
      lock.delete(number);
      throw taken(place, highest(place));
    }
    for (long old : numbers(place)) {
      if (old < number) {
        lock.delete(old);
      }
    }
    lock.start();
    return lock;
  }

  private static ConfigException taken(Place place, Optional<Found> found) {
    return new ConfigException(
        place.toString(),
        "is being written by %s. Maybe wait for it, or name another place with --out."
            .formatted(found.map(Found::owner).orElse("another process")));
  }

  private static void requireDead(Place place, Found other, Timing timing) throws IOException {
    Optional<Content> content = other.content().filter(known -> known.owner().isHere());
    boolean dead =
        content.isPresent() ? !content.get().owner().lives() : staysTheSame(place, other, timing);
    if (!dead) {
      throw taken(place, Optional.of(other));
    }
  }

  /** Whether nobody renews or replaces a lock for some time. */
  private static boolean staysTheSame(Place place, Found other, Timing timing) throws IOException {
    System.err.printf(
        "ridgeline: waits up to %d s to see whether %s still writes to %s.%n",
        timing.stale().toSeconds(), other.owner(), place);
    for (int look = 0; look < LOOKS; look++) {
      try {
        timing.pause().pass(timing.stale().dividedBy(LOOKS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for a lock", e);
      }
      Optional<Found> now = highest(place);
      if (now.isEmpty()) {
        return true;
      }
      if (now.get().number() != other.number() || !now.get().text().equals(other.text())) {
        return false;
      }
    }
    return true;
  }

  private static List<Long> numbers(Place place) throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (FileStatus file : place.list("")) {
      Matcher matcher = NAME.matcher(file.getPath().getName());
      if (matcher.matches()) {
        numbers.add(Long.parseLong(matcher.group(1)));
      }
    }
    numbers.sort(null);
    return numbers;
  }

  private static Optional<Found> highest(Place place) throws IOException {
    List<Long> numbers = numbers(place);
    return numbers.isEmpty() ? Optional.empty() : read(place, numbers.get(numbers.size() - 1));
  }

  /** The lock file of a number; empty where there is none. */
  private static Optional<Found> read(Place place, long number) throws IOException {
    try {
      byte[] bytes = place.read(name(number));
      return Optional.of(
          new Found(
              number,
              new String(bytes, StandardCharsets.UTF_8),
              Json.parse(bytes, Content.class).filter(Content::isWhole)));
    } catch (FileNotFoundException | NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private boolean isHighest() throws IOException {
    return highest(place).filter(this::isOwn).isPresent();
  }

  private boolean isOwn(Found found) {
    return found.number() == number
        && found.content().filter(read -> read.token().equals(content.token())).isPresent();
  }

  private void start() {
    long millis = timing.beat().toMillis();
    beating = beats.scheduleWithFixedDelay(this::beat, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Renews the lock, unless another process has it. A failure is tried again at the next beat. */
  private synchronized void beat() {
    if (lost != null) {
      return;
    }
    try {
      if (!isHighest()) {
        lost = "another process took over " + place;
        return;
      }
      Content renewed = content.renewed();
      place.write(name(number), Json.bytes(renewed));
      content = renewed;
      renewedAt = System.nanoTime();
    } catch (IOException | RuntimeException e) {
      if (System.nanoTime() - renewedAt > timing.stale().toNanos()) {
        lost = "the lock on " + place + " could not be renewed: " + e.getMessage();
      }
    }
  }

  /**
   * Requires that this process still owns the place.
   *
   * @throws LostLockException when another process took it, or the lock could not be renewed
   */
  synchronized void requireOwned() {
    try {
      if (lost == null && !isHighest()) {
        lost = "another process took over " + place;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (lost != null) {
      throw new LostLockException(lost);
    }
  }

  private void delete(long which) throws IOException {
    place.delete(name(which));
  }

  /** Gives the place free. The lock of a process that took it over stays. */
  @Override
  public void close() {
    if (beating != null) {
      beating.cancel(false);
    }
    beats.shutdown();
    synchronized (this) {
      lost = "the lock was given back";
      try {
        Optional<Found> own = read(place, number);
        if (own.filter(this::isOwn).isPresent()) {
          delete(number);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
