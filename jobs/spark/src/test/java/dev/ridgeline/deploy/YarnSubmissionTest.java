package dev.ridgeline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.deploy.yarn.ClientArguments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** What deploy/yarn/submit asks of YARN's client in Spark. No cluster is asked. */
class YarnSubmissionTest {

  private static final Path FOLDER = Path.of("../../deploy/yarn");

  @TempDir private Path directory;

  @Test
  void sparkKnowsEverySetting() throws Exception {
    assertThat(
            SparkSettings.unknown(
                SparkSettings.read(FOLDER.resolve("spark.conf")).stringPropertyNames()))
        .isEmpty();
    assertThat(SparkSettings.unknown(List.of("spark.yarn.maxAppAttempt"))).hasSize(1);
  }

  @Test
  void theClientIsAskedToRunTheCommandWithTheSweepAlong() throws Exception {
    Path sweep = Files.writeString(directory.resolve("my.yaml"), "name: my\n");
    Path jar = Files.createFile(directory.resolve("ridgeline.jar"));
    SubmitCommand command =
        SubmitCommand.of(
            List.of(
                FOLDER.resolve("submit").toString(),
                "--sweep",
                sweep.toString(),
                "--queue",
                "research",
                "--",
                "sweep",
                "my.yaml",
                "--out",
                "hdfs:///runs/my"),
            Map.of(
                "SPARK_HOME",
                "/opt/spark",
                "HADOOP_CONF_DIR",
                directory.toString(),
                "RIDGELINE_JAR",
                jar.toString()),
            directory);
    assertThat(command.mainClass())
        .isEqualTo("org.apache.spark.deploy.yarn.YarnClusterApplication");
    ClientArguments parsed = new ClientArguments(command.arguments().toArray(String[]::new));
    assertThat(parsed.userClass()).isEqualTo("dev.ridgeline.cli.Main");
    assertThat(parsed.userJar()).endsWith("/ridgeline.jar");
    assertThat(CollectionConverters.asJava(parsed.userArgs()))
        .containsExactly("sweep", "my.yaml", "--out", "hdfs:///runs/my");
    assertThat(command.conf().get("spark.yarn.dist.files")).endsWith("/my.yaml");
    assertThat(command.conf().get("spark.yarn.queue")).isEqualTo("research");
    assertThat(command.conf().get("spark.yarn.maxAppAttempts")).isEqualTo("1");
  }
}
