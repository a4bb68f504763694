package dev.ridgeline.plugin;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.store.RunDirectory;
import dev.ridgeline.store.RunManifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * A folder of runs, on any file system that Hadoop knows. A run is opened, and its files are
 * checked, when a query names it and it has changed since.
 */
final class RunsFolder {

  private final String location;
  private final CatalogDirectories catalogs;
  private final Map<String, Opened> opened = new HashMap<>();

  /**
   * Tables of a run.
   *
   * @param stamp what its {@code run.json} says, which every run writes anew
   */
  private record Opened(String stamp, NamedTables tables) {}

  RunsFolder(String location, CatalogDirectories catalogs) {
    this.location = location;
    this.catalogs = catalogs;
  }

  private static Configuration hadoop() {
    return SparkSession.active().sparkContext().hadoopConfiguration();
  }

  /** Names of the folders that hold complete runs. */
  List<String> names() {
    return RunDirectory.completeRunsIn(location, hadoop());
  }

  /**
   * The tables of a run; empty where there is no complete run of that name.
   *
   * @throws dev.ridgeline.config.ConfigException when the run is damaged
   */
  synchronized Optional<NamedTables> tables(String name) {
    if (name.isEmpty() || name.contains("/") || name.startsWith(".")) {
      return Optional.empty();
    }
    RunDirectory run = RunDirectory.of("runs", location + "/" + name, hadoop());
    return run.stamp().map(stamp -> tables(name, run, stamp));
  }

  private NamedTables tables(String name, RunDirectory run, String stamp) {
    Opened before = opened.get(name);
    if (before == null || !before.stamp.equals(stamp)) {
      RunManifest content = run.open();
      before = new Opened(stamp, NamedTables.of(run, content, catalogs));
      opened.put(name, before);
    }
    return before.tables;
  }
}
