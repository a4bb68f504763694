package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.TestSweep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sweep of hours that is cancelled after seconds. */
class InterruptedSweepTest {

  private static final String CATALOGS = "--catalogs=" + TestSweep.CATALOGS;
  private static final String LOCAL = "--master=local[2]";

  @TempDir private Path directory;

  @Test
  @Timeout(120)
  void leavesARunThatNoQueryTakesForCompleteAndAnyRunReplaces() throws Exception {
    Path run = directory.resolve("run");
    CompletableFuture<CommandLineRun> sweep =
        CompletableFuture.supplyAsync(
            () ->
                CommandLineRun.of(
                    "sweep",
                    TestSweep.huge(directory).toString(),
                    CATALOGS,
                    LOCAL,
                    "--out=" + run,
                    "--partitions=1000"));
    Path begun = run.resolve("cells").resolve("_temporary");
    while (!Files.exists(begun) && !sweep.isDone()) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    SparkSession.getDefaultSession().get().sparkContext().cancelAllJobs();

    CommandLineRun cancelled = sweep.get();
    assertThat(cancelled.code()).isEqualTo(1);
    assertThat(cancelled.err()).contains("ridgeline: ").contains("cancelled");
    assertThat(run.resolve("run.json")).doesNotExist();

    CommandLineRun refused = CommandLineRun.of("sql", LOCAL, run.toString(), "SELECT 1");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).startsWith(run + ": 1 problem").contains("holds no complete run");

    CommandLineRun again =
        CommandLineRun.of(
            "sweep", TestSweep.small(directory).toString(), CATALOGS, LOCAL, "--out=" + run);
    assertThat(again.code()).isZero();
    assertThat(run.resolve("run.json")).exists();
  }
}
