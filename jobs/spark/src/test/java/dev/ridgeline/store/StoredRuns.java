package dev.ridgeline.store;

import dev.ridgeline.config.Sha256;
import dev.ridgeline.parquet.TaskFiles;
import dev.ridgeline.parquet.WrittenFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Small runs as a sweep writes them. Their files hold text, because a store does not look into
 * files: three chunks of two files each, and two tables.
 */
final class StoredRuns {

  static final int CHUNKS = 3;
  static final int ROWS = 5;
  static final String TEXT = "views.sql";
  static final long CELLS = CHUNKS * 2L * ROWS;

  private StoredRuns() {}

  /** What a run is computed from. Another name is another sweep. */
  static RunManifest inputs(String name) {
    return inputs(name, "program", Map.of("models/a.yaml", "cd"), 0);
  }

  static RunManifest inputs(
      String name, String program, Map<String, String> catalog, int partitions) {
    RunInputs inputs =
        new RunInputs(
            program, "4.1", "hash of " + name, List.of(new TreeMap<>(catalog)), partitions, 10);
    return new RunManifest(
        RunManifest.FORMAT,
        "1",
        "17",
        "2026-01-01T00:00:00.000001Z",
        "",
        name,
        name + ".yaml",
        "name: " + name,
        "catalogs",
        inputs,
        inputs.fingerprint(),
        CELLS,
        new TreeMap<>(Map.of("OK", CELLS)),
        List.of(),
        "");
  }

  /** Writes the chunks that are not committed, and the tables, and completes the run. */
  static void write(UnfinishedRun run, RunManifest inputs, Configuration hadoop)
      throws IOException {
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      long from = chunk * 2L * ROWS;
      if (!run.isCommitted(chunk, from, from + 2 * ROWS)) {
        writeChunk(run, inputs, chunk, hadoop);
      }
    }
    for (String table : List.of("models", "columns")) {
      TaskFiles names = run.tableFiles(table);
      put(names.directory() + "/" + names.name(0), "half of a failed attempt", hadoop);
      String name = names.directory() + "/" + names.name(0);
      run.take(table, List.of(put(name, table + " of " + inputs.sweep(), hadoop)));
    }
    run.put(TEXT, "text of " + inputs.sweep());
    run.complete(CELLS);
  }

  static void writeChunk(UnfinishedRun run, RunManifest inputs, int chunk, Configuration hadoop)
      throws IOException {
    long from = chunk * 2L * ROWS;
    TaskFiles names = run.chunkFiles(chunk);
    List<WrittenFile> files = new ArrayList<>();
    for (int task = 0; task < 2; task++) {
      String text = "%s, chunk %d, task %d".formatted(inputs.sweep(), chunk, task);
      files.add(put(names.directory() + "/" + names.name(task), text, hadoop));
    }
    run.commit(chunk, from, from + 2 * ROWS, files, new TreeMap<>(Map.of("OK", 2L * ROWS)));
  }

  private static WrittenFile put(String path, String text, Configuration hadoop)
      throws IOException {
    Path file = new Path(path);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = file.getFileSystem(hadoop).create(file, true)) {
      out.write(bytes);
    }
    return new WrittenFile(file.getName(), ROWS, bytes.length, Sha256.of(bytes));
  }
}
