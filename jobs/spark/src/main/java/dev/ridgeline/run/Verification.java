package dev.ridgeline.run;

import dev.ridgeline.answer.Estimate;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.parquet.FileRows;
import dev.ridgeline.remote.Locations;
import dev.ridgeline.store.RunDirectory;
import dev.ridgeline.store.RunFile;
import dev.ridgeline.store.RunManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/** A check of every byte of a finished run. */
public final class Verification {

  private Verification() {}

  /**
   * Checks a run and says what it holds. It needs no Spark session.
   *
   * @param location place of the run
   * @throws ConfigException with all problems, when there is no complete run or it is damaged
   */
  public static void execute(String location, PrintWriter print) {
    Configuration hadoop = Locations.settings(location);
    RunDirectory run = RunDirectory.of("RUN", location, hadoop);
    RunManifest manifest = run.verify();
    List<RunFile> files = run.files();
    long cells = requireCellsInOrder(run, files, hadoop);
    print.printf(
        Locale.ROOT,
        "%s is whole: %,d files, %s%s.%n",
        run,
        files.size(),
        Estimate.size((double) files.stream().mapToLong(RunFile::bytes).sum()),
        cells > 0 ? String.format(Locale.ROOT, ", %,d cells, each once", cells) : "");
    print.printf(
        "It was finished at %s by Ridgeline %s from %s.%n",
        manifest.finishedAt(), manifest.ridgelineVersion(), manifest.sweepFile());
    print.flush();
  }

  /**
   * Requires that the files of cells hold the cells from 0 on, without a gap. A file holds as many
   * rows as there are numbers from its least cell to its greatest.
   *
   * @return the number of cells
   */
  private static long requireCellsInOrder(
      RunDirectory run, List<RunFile> files, Configuration hadoop) {
    long next = 0;
    for (RunFile file : files) {
      if (file.path().startsWith(CellSource.CELLS + "/") && file.rows() > 0) {
        FileRows rows = rows(run, file, hadoop);
        long last = next + file.rows() - 1;
        if (rows.count() != file.rows() || rows.least() != next || rows.greatest() != last) {
          throw new ConfigException(
              run.toString(),
              "%s holds %d rows of the cells %d to %d instead of the cells %d to %d."
                  .formatted(file.path(), rows.count(), rows.least(), rows.greatest(), next, last));
        }
        next = last + 1;
      }
    }
    return next;
  }

  private static FileRows rows(RunDirectory run, RunFile file, Configuration hadoop) {
    try {
      return FileRows.of(run.table(file.path()), CellSource.CELL, hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
