package dev.ridgeline.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The option that names the Spark master. Commands name no class of Spark, because those that need
 * no Spark start without its classes.
 */
final class SparkMaster {

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "URL of the Spark master, such as spark://host:7077 (default: all cores of this machine, where"
              + " sweep, frontier, choose and explain do without Spark up to a million cells).")
  private Optional<String> url = Optional.empty();

  /** Variable of the environment that has all work done by Spark, where it is not empty. */
  static final String ALWAYS = "RIDGELINE_SPARK";

  /** The master that was asked for; empty where this JVM may do without Spark. */
  Optional<String> url() {
    String always = System.getenv(ALWAYS);
    return url.isPresent() || always == null || always.isEmpty()
        ? url
        : Optional.of(System.getProperty("spark.master", "local[*]"));
  }
}
