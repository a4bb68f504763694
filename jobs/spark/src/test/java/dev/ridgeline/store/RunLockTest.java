package dev.ridgeline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.config.ConfigException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who owns a place: processes that live, died, were replaced, or can only be heard of. */
class RunLockTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final RunLock.Timing TIMING =
      new RunLock.Timing(Duration.ofMillis(20), Duration.ofMillis(400));

  private static final int RIVALS = 4;

  @TempDir private Path parent;

  /**
   * A process that takes the lock on a place: {@code RunLockTest PLACE START}. It says what came of
   * it, and holds the lock until its input ends.
   */
  public static void main(String[] arguments) throws Exception {
    while (!Files.exists(Path.of(arguments[1]))) {
      Thread.onSpinWait();
    }
    String said;
    try (RunLock lock = RunLock.take(place(Path.of(arguments[0])), RunLock.Timing.USUAL)) {
      lock.requireOwned();
      System.out.println("owner");
      System.in.read();
      said = "done";
    } catch (ConfigException e) {
      said = e.getMessage().contains("is being written by process") ? "refused" : e.getMessage();
    }
    System.out.println(said);
  }

  private static Place place(Path folder) {
    return Place.of("--out", folder.toString(), new Configuration());
  }

  private Process rival(Path place, Path start) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            RunLockTest.class.getName(),
            place.toString(),
            start.toString())
        .redirectError(parent.resolve("err").toFile())
        .start();
  }

  @Test
  void ofProcessesThatStartAtOnceOneOwnsThePlace() throws Exception {
    Path place = Files.createDirectory(parent.resolve("place"));
    // What a process left that is dead: all rivals find a stale lock.
    write(place, 3, new ProcessIdentity("here", self().machine(), self().pid(), "before"), 0);
    Path start = parent.resolve("start");
    List<Process> rivals = new ArrayList<>();
    try {
      for (int i = 0; i < RIVALS; i++) {
        rivals.add(rival(place, start));
      }
      Files.createFile(start);
      List<String> first = new ArrayList<>();
      for (Process rival : rivals) {
        first.add(rival.inputReader().readLine());
      }
      assertThat(first).containsOnlyOnce("owner");
      assertThat(first.stream().filter("refused"::equals)).hasSize(RIVALS - 1);
      for (Process rival : rivals) {
        rival.getOutputStream().close();
        assertThat(rival.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
    } finally {
      rivals.forEach(Process::destroyForcibly);
    }
    assertThat(place).isEmptyDirectory();
    assertThat(parent.resolve("err")).isEmptyFile();
  }

  @Test
  void lockOfAKilledProcessIsTakenOver() throws Exception {
    Path place = Files.createDirectory(parent.resolve("place"));
    Process rival = rival(place, Files.createFile(parent.resolve("start")));
    try {
      assertThat(rival.inputReader().readLine()).isEqualTo("owner");
      assertThatThrownBy(() -> RunLock.take(place(place), TIMING))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("is being written by process " + rival.pid());
    } finally {
      rival.destroyForcibly();
    }
    assertThat(rival.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    RunLock.take(place(place), TIMING).close();
    assertThat(place).isEmptyDirectory();
  }

  /** As process 1 of a container that was started again, or a number that was given out twice. */
  @Test
  void aLivingProcessOfTheSameNumberIsNotTheOwner() throws IOException {
    ProcessIdentity earlier =
        new ProcessIdentity(self().host(), self().machine(), self().pid(), "42");
    write(parent, 1, earlier, 0);
    RunLock.take(place(parent), TIMING).close();
    write(parent, 1, self(), 0);
    assertThatThrownBy(() -> RunLock.take(place(parent), TIMING))
        .hasMessageContaining("is being written by " + self());
  }

  /** Its clock does not matter: the file says 2099, and is not renewed. */
  @Test
  void ownerElsewhereWhoIsNotHeardOfIsDead() throws IOException {
    write(parent, 1, elsewhere(), 0);
    RunLock.take(place(parent), TIMING).close();
    assertThat(parent).isEmptyDirectory();
  }

  /** No time passes here: what the owner does while this process waits, the pause does. */
  private static RunLock.Timing waitingWhile(IntConsumer owner) {
    AtomicInteger looks = new AtomicInteger();
    return new RunLock.Timing(
        TIMING.beat(), Duration.ofDays(1), time -> owner.accept(looks.incrementAndGet()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 30})
  void ownerElsewhereWhoRenewsItsLockLives(int beat) {
    write(parent, 1, elsewhere(), 0);
    RunLock.Timing renewed =
        waitingWhile(look -> write(parent, 1, elsewhere(), look < beat ? 0 : 1));
    assertThatThrownBy(() -> RunLock.take(place(parent), renewed))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is being written by " + elsewhere());
  }

  @Test
  void ownerElsewhereIsWaitedForAsLongAsTheTimingSays() throws IOException {
    write(parent, 1, elsewhere(), 0);
    List<Duration> waits = new ArrayList<>();
    RunLock.take(
            place(parent), new RunLock.Timing(TIMING.beat(), Duration.ofSeconds(30), waits::add))
        .close();
    assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(Duration.ofSeconds(30));
  }

  /** A later version may write more, or something else; whoever renews it lives. */
  @Test
  void lockThatCannotBeReadIsRespectedWhileItChanges() throws IOException {
    Path lock = parent.resolve("_lock.1.json");
    write(lock, "{\"owner\": [1]}");
    assertThatThrownBy(
            () ->
                RunLock.take(
                    place(parent),
                    waitingWhile(look -> write(lock, "{\"owner\": [" + look + "]}"))))
        .hasMessageContaining("is being written by another process");
    RunLock.take(place(parent), waitingWhile(look -> {})).close();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void lockWithMoreFieldsIsThatOfItsOwner() throws IOException {
    write(parent, 1, self(), 0);
    Path lock = parent.resolve("_lock.1.json");
    Files.writeString(lock, Files.readString(lock).replaceFirst("\\{", "{\"color\": \"red\","));
    assertThatThrownBy(() -> RunLock.take(place(parent), TIMING))
        .hasMessageContaining("is being written by " + self());
  }

  @Test
  void ownerRenewsItsLock() throws Exception {
    try (RunLock lock = RunLock.take(place(parent), TIMING)) {
      Path file = parent.resolve("_lock.1.json");
      String first = Files.readString(file);
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (Files.readString(file).equals(first) || Files.size(file) == 0) {
        assertThat(System.nanoTime()).as("a renewal").isLessThan(end);
        TimeUnit.MILLISECONDS.sleep(5);
      }
      lock.requireOwned();
    }
  }

  @Test
  void ownerWhoseLockIsGoneOwnsNothing() throws IOException {
    try (RunLock lock = RunLock.take(place(parent), RunLock.Timing.USUAL)) {
      Files.delete(parent.resolve("_lock.1.json"));
      assertThatThrownBy(lock::requireOwned)
          .isInstanceOf(LostLockException.class)
          .hasMessageContaining("another process took over");
    }
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void ownerLeavesTheLockOfItsSuccessorAlone() throws IOException {
    RunLock lost = RunLock.take(place(parent), RunLock.Timing.USUAL);
    write(parent, 2, elsewhere(), 7);
    assertThatThrownBy(lost::requireOwned).isInstanceOf(LostLockException.class);
    lost.close();
    assertThat(parent.resolve("_lock.2.json")).exists();
    assertThat(parent.resolve("_lock.1.json")).doesNotExist();
  }

  /** A renewal that fails is tried again; one that fails for long ends the ownership. */
  @Test
  void ownerWhoCannotRenewItsLockLosesIt() throws Exception {
    Path place = Files.createDirectory(parent.resolve("place"));
    try (RunLock lock = RunLock.take(place(place), TIMING)) {
      Path file = place.resolve("_lock.1.json");
      replaceByFolder(file);
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (owns(lock)) {
        assertThat(System.nanoTime()).as("the end of the ownership").isLessThan(end);
        TimeUnit.MILLISECONDS.sleep(20);
      }
      Files.delete(file);
    }
  }

  /** A folder in place of a lock can be neither read nor written. */
  private static void replaceByFolder(Path file) throws IOException {
    while (!Files.isDirectory(file)) {
      Files.deleteIfExists(file);
      try {
        Files.createDirectory(file);
      } catch (FileAlreadyExistsException e) {
        // The owner renewed its lock in between.
      }
    }
  }

  private static boolean owns(RunLock lock) {
    try {
      lock.requireOwned();
      return true;
    } catch (LostLockException e) {
      return false;
    } catch (java.io.UncheckedIOException e) {
      return true;
    }
  }

  private static ProcessIdentity self() {
    return ProcessIdentity.self();
  }

  private static ProcessIdentity elsewhere() {
    return new ProcessIdentity("elsewhere", "another machine", 1, "1");
  }

  private static void write(Path place, int number, ProcessIdentity owner, long beats) {
    try {
      RunLock.Content content =
          new RunLock.Content("a token", owner, "2099-01-01T00:00:00Z", beats);
      Files.write(place.resolve("_lock." + number + ".json"), Json.bytes(content));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
