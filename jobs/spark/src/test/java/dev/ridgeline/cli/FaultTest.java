package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.OtherJvm;
import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is nobody's wrong input ends with exit code 1, one line, and where to read more. */
class FaultTest {

  private static final String CATALOGS = CommandLineRun.CATALOGS;
  private static final String LOCAL = "--master=local[1]";
  private static final String ADVICE = "  The option --stacktrace prints where the error arose.";

  @TempDir private static Path directory;
  private static Path sweep;

  @BeforeAll
  static void writeASweep() {
    sweep = TestSweep.tiny(directory);
  }

  /** In a process of its own, since what Spark logs goes past what a test can catch. */
  @Test
  void aFullDiskIsOneLine() throws Exception {
    Path out = directory.resolve("run");
    List<String> printed =
        errorsOf(
            List.of(
                "-Dspark.hadoop.fs.full.impl=" + FullDisk.class.getName(),
                "-Dspark.hadoop.fs.full.impl.disable.cache=true"),
            "sweep",
            sweep.toString(),
            CATALOGS,
            LOCAL,
            "--out=full:" + out);
    assertThat(printed.remove(printed.size() - 1))
        .contains("The same command with --out full:" + out + " --resume continues it.");
    assertThat(printed)
        .hasSize(3)
        .startsWith(
            "ridgeline: No space left on device. Maybe free some at --out, or name a larger disk:"
                + " -Dspark.local.dir=DIR in RIDGELINE_JAVA_OPTIONS is the place of Spark's"
                + " temporary files.",
            ADVICE);
  }

  /** What fails because Spark was told to end, too, is no fault. */
  @Test
  void whatFailsAtTheEndOfAJvmIsSilent() throws Exception {
    Path log = directory.resolve("ending.log");
    Process process =
        new ProcessBuilder(OtherJvm.command(List.of(), Ending.class.getName()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(log).content().isEqualTo("code 1" + System.lineSeparator());
  }

  /** A program that reports a fault while its JVM ends. */
  static final class Ending {

    private Ending() {}

    public static void main(String[] arguments) {
      Main main = new Main();
      CommandLine command = Main.commandLine(main);
      Thread late =
          new Thread(
              () -> System.out.println("code " + main.report(new Error("too late"), command)));
      Runtime.getRuntime().addShutdownHook(late);
    }
  }

  /** No array of Java is that long, so the error comes whatever the memory. */
  @ParameterizedTest
  @ValueSource(
      strings = {"SELECT repeat('x', 2147483647)", "SELECT repeat(model, 170000000) FROM cells"})
  void memoryThatRunsOutIsOneLineThatSaysWhatToChange(String query) {
    CommandLineRun failed = CommandLineRun.of("sql", sweep.toString(), CATALOGS, LOCAL, query);
    assertThat(failed.code()).as(failed.err()).isEqualTo(1);
    assertThat(failed.err().lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("ridgeline: the memory ran out. Maybe raise it with RIDGELINE_MEMORY=8g");
  }

  @Test
  void theStackTraceIsPrintedOnRequest() {
    CommandLineRun failed =
        CommandLineRun.of(
            "sql",
            "--stacktrace",
            sweep.toString(),
            CATALOGS,
            LOCAL,
            "SELECT repeat('x', 2147483647)");
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err()).contains("\tat ").doesNotContain(ADVICE);
  }

  private static List<String> errorsOf(List<String> options, String... arguments)
      throws IOException, InterruptedException {
    Path log = directory.resolve("err.log");
    Process process =
        new ProcessBuilder(OtherJvm.command(options, Main.class.getName(), arguments))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(log.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    List<String> lines = Files.readAllLines(log);
    assertThat(process.exitValue()).as(lines.toString()).isEqualTo(1);
    return new ArrayList<>(lines);
  }
}
