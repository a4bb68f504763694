package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.OtherJvm;
import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep of hours that is killed after seconds, a process of its own as a user's is. */
class InterruptedSweepTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String CATALOGS = CommandLineRun.CATALOGS;
  private static final String LOCAL = "--master=local[2]";

  @TempDir private Path directory;

  @Test
  void leavesARunThatNoQueryTakesForCompleteAndAnyRunReplaces() throws Exception {
    Path run = directory.resolve("run");
    Process sweep = startHugeSweep(run);
    try {
      awaitChunk(run.resolve("_unfinished"), sweep);
    } finally {
      sweep.destroyForcibly();
    }
    assertThat(sweep.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(run.resolve("_unfinished")).exists();
    assertThat(run.resolve("cells")).doesNotExist();
    assertThat(run.resolve("run.json")).doesNotExist();

    CommandLineRun other =
        CommandLineRun.of(
            "sweep", TestSweep.small(directory).toString(), CATALOGS, "--out=" + run, "--resume");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err())
        .contains("the sweep has changed. Maybe begin anew: --discard instead of --resume.");

    CommandLineRun refused = CommandLineRun.of("sql", LOCAL, run.toString(), "SELECT 1");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .startsWith(run + ": 1 problem")
        .contains("holds no complete run, but an unfinished one");

    CommandLineRun again =
        CommandLineRun.of("sweep", TestSweep.small(directory).toString(), CATALOGS, "--out=" + run);
    assertThat(again.code()).isZero();
    assertThat(run.resolve("run.json")).exists();
  }

  /** As Ctrl-C does: the JVM is asked to end. */
  @Test
  void saysHowToGoOnWhenItIsStopped() throws Exception {
    Path run = directory.resolve("run");
    Process sweep = startHugeSweep(run);
    try {
      awaitChunk(run.resolve("_unfinished"), sweep);
      sweep.destroy();
      assertThat(sweep.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      sweep.destroyForcibly();
    }
    assertThat(directory.resolve("sweep.log"))
        .content()
        .contains("the run was stopped. The same command with --out " + run + " --resume");
    assertThat(run.resolve("run.json")).doesNotExist();
    assertThat(CommandLineRun.of("sql", LOCAL, run.toString(), "SELECT 1").code()).isEqualTo(2);
  }

  private Process startHugeSweep(Path run) throws IOException {
    String sweep = TestSweep.huge(directory).toString();
    return start("sweep", sweep, CATALOGS, LOCAL, "--out=" + run, "--max-cells=4000000000");
  }

  /** Waits until a chunk is being written; the process that writes it must not end before. */
  private static void awaitChunk(Path unfinished, Process writer)
      throws InterruptedException, IOException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!hasChunk(unfinished)) {
      assertThat(writer.isAlive()).as("the sweep ended by itself").isTrue();
      assertThat(Instant.now()).as("waiting for a chunk").isBefore(end);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static boolean hasChunk(Path unfinished) throws IOException {
    if (!Files.exists(unfinished)) {
      return false;
    }
    try (Stream<Path> files = Files.list(unfinished)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("chunk-"));
    }
  }

  /** The command line in a JVM with the class path and the opened packages of this one. */
  private Process start(String... arguments) throws IOException {
    return new ProcessBuilder(OtherJvm.command(List.of(), Main.class.getName(), arguments))
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("sweep.log").toFile())
        .start();
  }
}
