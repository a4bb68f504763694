package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.OtherJvm;
import dev.ridgeline.testing.TestSweep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM for small work hands a command over to a process for Spark. */
class SparkProcessTest {

  @TempDir private Path directory;

  /** The process here takes longer than the time after which progress is shown in lines. */
  @Test
  void theProcessAloneSpeaks() throws Exception {
    Path launcher =
        Files.writeString(
            directory.resolve("launcher"),
            "#!/bin/bash\necho \"$RIDGELINE_SPARK $1\"\nsleep 2.5\necho slept >&2\nexit 3\n");
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder command =
        new ProcessBuilder(
                OtherJvm.command(
                    List.of("-Dridgeline.launcher=" + launcher),
                    Main.class.getName(),
                    "frontier",
                    TestSweep.tiny(directory).toString(),
                    CommandLineRun.CATALOGS,
                    "--where=batch + 1 > 2"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    command.environment().put("RIDGELINE_PROGRESS", "lines");
    Process process = command.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(out)).isEqualTo("1 frontier\n");
    assertThat(Files.readAllLines(err))
        .contains("slept")
        .filteredOn(line -> line.contains("starting Spark"))
        .isEmpty();
    assertThat(process.exitValue()).isEqualTo(3);
  }
}
