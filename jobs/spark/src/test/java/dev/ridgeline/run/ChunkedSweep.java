package dev.ridgeline.run;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.store.RunDirectory;
import dev.ridgeline.store.RunDirectory.Replacing;
import dev.ridgeline.store.UnfinishedRun;
import dev.ridgeline.sweep.Sweep;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** A driver that writes a small sweep in four chunks, as only a large one is written otherwise. */
public final class ChunkedSweep {

  /** Four chunks of 960 cells, of two tasks each. */
  static final SweepJob JOB = new SweepJob(8, 960);

  private ChunkedSweep() {}

  /** Arguments: the sweep, the catalogs, the place of the run, and whether it is continued. */
  public static void main(String[] arguments) {
    Sweep sweep = Sweep.read(Path.of(arguments[0]), CatalogDirectories.of(Path.of(arguments[1])));
    SparkSession spark = SparkSessions.open("chunks", Optional.empty());
    RunDirectory place =
        RunDirectory.of("--out", arguments[2], spark.sparkContext().hadoopConfiguration());
    try (UnfinishedRun run =
        Boolean.parseBoolean(arguments[3])
            ? place.resume(JOB.inputs(sweep))
            : place.begin(JOB.inputs(sweep), new Replacing(false, false))) {
      JOB.run(spark, sweep, run);
    }
    spark.stop();
  }
}
