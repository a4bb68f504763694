package dev.ridgeline.run;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.remote.Locations;
import dev.ridgeline.store.RunDirectory;
import dev.ridgeline.store.UnfinishedRun;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * Where tables go that are computed from the cells of a source, or that they are not written.
 *
 * @param run the run that is written, which holds the lock on its place
 */
record Target(Optional<UnfinishedRun> run) implements AutoCloseable {

  /**
   * Makes room for the tables.
   *
   * @param out place of the tables; empty where they are not written
   * @param source place of what they are computed from
   * @throws ConfigException when the place holds what is kept, or the source
   */
  static Target of(
      Optional<String> out, String source, CellSource cells, RunDirectory.Replacing replacing) {
    return new Target(
        out.map(
            location -> {
              Configuration hadoop = Locations.settings(location);
              RunDirectory place = RunDirectory.of("--out", location, hadoop);
              place.requireApartFrom(source, hadoop);
              return place.begin(cells.manifest(), replacing);
            }));
  }

  /** Writes the tables and completes the run, where there is one. */
  void write(Consumer<UnfinishedRun> tables) {
    run.ifPresent(
        unfinished -> {
          tables.accept(unfinished);
          unfinished.complete(0);
        });
  }

  @Override
  public void close() {
    run.ifPresent(UnfinishedRun::close);
  }
}
