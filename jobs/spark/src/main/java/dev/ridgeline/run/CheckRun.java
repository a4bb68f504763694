package dev.ridgeline.run;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.check.CheckTable;
import dev.ridgeline.check.Checks;
import dev.ridgeline.output.Output;
import dev.ridgeline.remote.Locations;
import dev.ridgeline.store.RunDirectory;
import dev.ridgeline.store.RunDirectory.Replacing;
import dev.ridgeline.store.RunManifest;
import dev.ridgeline.store.UnfinishedRun;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Writes the table of checks, which SQL reads as it reads the tables of a sweep.
 *
 * @param source file or directory of the measured points
 * @param catalogs catalogs of the predictions
 * @param checks points beside their predictions
 * @param out place of the table
 * @param replacing what may be thrown away there
 */
public record CheckRun(
    String source, Catalogs catalogs, Checks checks, String out, Replacing replacing) {

  /** Writes the table, and prints where it is. */
  public void execute(Output output) {
    Configuration hadoop = Locations.settings(out);
    RunDirectory place = RunDirectory.of("--out", out, hadoop);
    place.requireApartFrom(source, hadoop);
    try (UnfinishedRun run = place.begin(manifest(), replacing)) {
      CatalogFiles.write(CheckTable.CHECKS, checks.all(), run, hadoop);
      CatalogFiles.writeColumns(List.of(CheckTable.CHECKS), run, hadoop);
      run.complete(0);
    }
    output.say(String.format("%nParquet: %s, table %s%n", out, CheckTable.CHECKS.name()));
  }

  private RunManifest manifest() {
    String points =
        checks.all().stream().map(check -> check.point().toString()).toList().toString();
    return RunManifest.ofPoints(source, points, catalogs);
  }
}
