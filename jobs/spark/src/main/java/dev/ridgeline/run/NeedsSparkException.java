package dev.ridgeline.run;

import java.util.Optional;

/**
 * Thrown where a command needs Spark in a JVM that the launcher started for work without it. Such a
 * JVM has few classes and a quick compiler. The command begins again in one for Spark.
 */
public final class NeedsSparkException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Property that the launcher sets in a JVM without Spark: the path of the launcher. */
  private static final String LAUNCHER = "ridgeline.launcher";

  NeedsSparkException() {
    super("this JVM was started for work without Spark");
  }

  /** Path of the launcher that starts a JVM for Spark; empty in a JVM that can run Spark. */
  public static Optional<String> launcher() {
    return Optional.ofNullable(System.getProperty(LAUNCHER));
  }
}
