package dev.ridgeline.run;

import dev.ridgeline.remote.Locations;
import java.util.Optional;

/** The rule that says which work this JVM does itself, without a session of Spark. */
final class ThisJvm {

  /** Most cells that are evaluated without Spark, which takes some seconds on two cores. */
  static final long MOST_CELLS = 1_000_000;

  /** Setting that Spark's own scripts make, which start a JVM to run Spark. */
  private static final String MASTER = "spark.master";

  private ThisJvm() {}

  /**
   * Whether so many cells are evaluated without Spark.
   *
   * @param master master that was asked for, which then has the work
   * @param place place of a run that is read or written; one with a scheme needs what Spark brings
   */
  static boolean suffices(Optional<String> master, long cells, String place) {
    return master.isEmpty()
        && System.getProperty(MASTER) == null
        && cells <= MOST_CELLS
        && !Locations.isUrl(place);
  }

  /**
   * Requires that Spark can be started in this JVM.
   *
   * @throws NeedsSparkException when the launcher has started it for work without Spark
   */
  static void requireSpark() {
    if (NeedsSparkException.launcher().isPresent()) {
      throw new NeedsSparkException();
    }
  }
}
