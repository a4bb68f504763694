package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the launcher refuses by itself, before anything is built or submitted. */
class LauncherTest {

  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  @ParameterizedTest
  @CsvSource({
    "--deploy-mode cluster sweep sweep-configs/quickstart.yaml, sweep-configs/quickstart.yaml",
    "sweep ./sweep-configs/quickstart.yaml --deploy-mode=cluster, ./sweep-configs/quickstart.yaml",
    "sweep hdfs://host/a.yaml --out runs/mine --deploy-mode cluster, runs/mine",
    "sweep hdfs://host/a.yaml --out=mine --deploy-mode cluster, mine",
    "sweep /a.yaml --catalog=catalogs/ --out /mine --deploy-mode cluster, catalogs/"
  })
  void aDriverElsewhereTakesNoRelativePath(String words, String path) throws Exception {
    Process process = start(words);
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isEqualTo(2);
    assertThat(printed)
        .startsWith("ridgeline: the driver would look for " + path + " in its own folder")
        .contains(ROOT.resolve(path).normalize().toString())
        .hasLineCount(1);
  }

  private static Process start(String words) throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of("/bin/bash", "deploy/ridgeline"), Stream.of(words.split(" ", -1)))
                .toList());
    command.directory(ROOT.toFile()).environment().put("JAVA_HOME", "/nonexistent");
    return command.redirectErrorStream(true).start();
  }
}
