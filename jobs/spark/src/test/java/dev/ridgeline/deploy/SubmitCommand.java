package dev.ridgeline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkSubmit;
import org.apache.spark.deploy.SparkSubmitArguments;
import scala.Option;
import scala.Tuple4;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What a script of {@code deploy/} asks of spark-submit, and what spark-submit makes of it.
 *
 * @param mainClass class that submits to the cluster manager
 * @param arguments arguments of that class
 * @param conf settings of the application
 */
record SubmitCommand(String mainClass, List<String> arguments, SparkConf conf) {

  private static final int SECONDS = 20;

  /**
   * The command of a script, which prints the words and then the settings instead of running it.
   *
   * @param words words of the script and its arguments
   * @param environment variables beside {@code RIDGELINE_DRY_RUN}
   * @param folder folder for a file of settings
   */
  static SubmitCommand of(List<String> words, Map<String, String> environment, Path folder)
      throws IOException, InterruptedException {
    List<String> printed = dryRun(words, environment);
    List<String> command =
        new ArrayList<>(Stream.of(printed.get(0).strip().split(" ")).skip(1).toList());
    Path settings = Files.write(folder.resolve("spark.conf"), printed.subList(1, printed.size()));
    int file = command.indexOf("--properties-file");
    command.set(file + 1, settings.toString());
    Tuple4<Seq<String>, Seq<String>, SparkConf, String> prepared =
        new SparkSubmit()
            .prepareSubmitEnvironment(
                new SparkSubmitArguments(
                    CollectionConverters.asScala(command).toSeq(),
                    scala.collection.immutable.Map.from(CollectionConverters.asScala(environment))),
                Option.empty());
    return new SubmitCommand(
        prepared._4(), CollectionConverters.asJava(prepared._1()), prepared._3());
  }

  private static List<String> dryRun(List<String> words, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder script = new ProcessBuilder(words).redirectErrorStream(true);
    script.environment().put("RIDGELINE_DRY_RUN", "yes");
    script.environment().putAll(environment);
    Process process = script.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    return printed.lines().toList();
  }
}
