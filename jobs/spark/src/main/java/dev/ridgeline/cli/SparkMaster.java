package dev.ridgeline.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Where Spark runs. Commands name no class of Spark: those that need none must start without it.
 */
final class SparkMaster {

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master, such as spark://host:7077; without, all cores of this machine.")
  private Optional<String> url = Optional.empty();

  Optional<String> url() {
    return url;
  }
}
