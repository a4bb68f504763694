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
          "URL of the Spark master, such as spark://host:7077 (default: all cores of this machine).")
  private Optional<String> url = Optional.empty();

  Optional<String> url() {
    return url;
  }
}
