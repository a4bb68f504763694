package dev.ridgeline.run;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.store.RunDirectory;
import dev.ridgeline.store.RunDirectory.Replacing;
import dev.ridgeline.store.UnfinishedRun;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.table.DesignSpaceSource;
import dev.ridgeline.testing.LostShuffleFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A driver that does one thing after another in one application, as lines of its standard input say
 * it: starting drivers and executors is what takes time.
 *
 * <ul>
 *   <li>{@code write PLACE} writes the cells in four chunks, as only a large sweep is otherwise.
 *   <li>{@code resume PLACE} goes on with such a run.
 *   <li>{@code count FOLDER} counts cells by status, and loses the files of the shuffle in the
 *       folder between the two stages of the query.
 * </ul>
 */
public final class ClusterDriver {

  /** Four chunks of 1,200 cells, of two tasks each. */
  static final SweepJob JOB = new SweepJob(8, 1_200);

  /** What the driver prints once it has done what a line says. */
  static final String DONE = "done: ";

  private ClusterDriver() {}

  /** Arguments: the sweep and the catalogs. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    CatalogDirectories catalogs = CatalogDirectories.of(Path.of(arguments[1]));
    Sweep sweep = Sweep.read(file, catalogs);
    SparkSession spark = SparkSessions.open("scenarios", Optional.empty());
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ", 2);
      if (words[0].equals("count")) {
        LostShuffleFiles.loseOnce(Path.of(words[1]));
        count(spark, file, catalogs);
      } else {
        write(spark, sweep, words[1], words[0].equals("resume"));
      }
      System.out.println(DONE + line);
    }
    spark.stop();
  }

  private static void write(SparkSession spark, Sweep sweep, String where, boolean resume) {
    RunDirectory place =
        RunDirectory.of("--out", where, spark.sparkContext().hadoopConfiguration());
    try (UnfinishedRun run =
        resume
            ? place.resume(JOB.inputs(sweep))
            : place.begin(JOB.inputs(sweep), new Replacing(false, false))) {
      JOB.run(spark, sweep, run);
    }
  }

  private static void count(SparkSession spark, Path file, CatalogDirectories catalogs) {
    for (Row row :
        DesignSpaceSource.cells(spark, file, catalogs, 2)
            .groupBy("status")
            .count()
            .collectAsList()) {
      System.out.println(row.getString(0) + "=" + row.getLong(1));
    }
  }
}
