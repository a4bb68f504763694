package dev.ridgeline.store;

import dev.ridgeline.config.Sha256;
import dev.ridgeline.parquet.WrittenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;

/**
 * A run that is being written, with the lock on its place. Its files are in {@code _unfinished/}
 * until all are there, so that a complete run in the same place stays whole that long:
 *
 * <pre>
 * begun.json             what the run is computed from, and which tables it replaces
 * chunk-00003/           files of a chunk that is being written
 * chunk-00003.json       record of a committed chunk
 * cells/, models/, ...   files of committed chunks, and tables
 * moving                 exists from the moment on at which the files are moved to their places
 * </pre>
 *
 * <p>A chunk is committed when its record exists, a file that is written after all others of the
 * chunk. A run that was stopped at any moment continues with the chunks that have no record, or
 * whose files are not those of the record. No step relies on an atomic rename of a directory. Where
 * the store moves file by file, an interruption leaves files that the next attempt moves.
 */
public final class UnfinishedRun implements AutoCloseable {

  static final String FOLDER = "_unfinished";
  static final String BEGUN = FOLDER + "/begun.json";
  private static final String MOVING = FOLDER + "/moving";
  private static final String RECORD = "chunk-\\d+\\.json";
  private static final String ENDING = ".zstd.parquet";

  private final Place place;
  private final RunLock lock;
  private final Begun begun;
  private final SortedMap<Integer, CommittedChunk> chunks = new TreeMap<>();
  private final SortedMap<String, List<RunFile>> tables = new TreeMap<>();

  UnfinishedRun(Place place, RunLock lock, Begun begun) {
    this.place = place;
    this.lock = lock;
    this.begun = begun;
  }

  /**
   * The content of {@code begun.json}.
   *
   * @param inputs what the run is computed from
   * @param replaces tables of the complete run that it replaces
   */
  record Begun(RunManifest inputs, List<String> replaces) {}

  /** What an unfinished run began with; empty where there is none, or it cannot be continued. */
  static Optional<Begun> begun(Place place) throws IOException {
    return place.has(BEGUN)
        ? Json.parse(place.read(BEGUN), Begun.class)
            .filter(begun -> begun.inputs() != null && begun.inputs().inputs() != null)
            .filter(begun -> begun.replaces() != null)
        : Optional.empty();
  }

  /** Number of the chunks of an unfinished run that are committed, whatever run it is. */
  static long committedChunks(Place place) throws IOException {
    return place.list(FOLDER).stream()
        .filter(file -> file.getPath().getName().matches(RECORD))
        .count();
  }

  /**
   * Begins a run. What an earlier one left unfinished is deleted.
   *
   * @param complete tables of the complete run that is replaced
   */
  static UnfinishedRun begin(
      Place place, RunLock lock, RunManifest inputs, Collection<String> complete)
      throws IOException {
    Set<String> replaces = new TreeSet<>(complete);
    begun(place).ifPresent(earlier -> replaces.addAll(earlier.replaces()));
    if (place.has(MOVING)) {
      Json.parse(place.read(MOVING), String[].class)
          .ifPresent(moved -> replaces.addAll(List.of(moved)));
    }
    clear(place);
    Begun begun = new Begun(inputs, List.copyOf(replaces));
    place.write(BEGUN, Json.bytes(begun));
    return new UnfinishedRun(place, lock, begun);
  }

  /** Deletes what belongs to an unfinished run. What names it goes last. */
  private static void clear(Place place) throws IOException {
    for (FileStatus child : place.list(FOLDER)) {
      String name = FOLDER + "/" + child.getPath().getName();
      if (!name.equals(BEGUN)) {
        place.delete(name);
      }
    }
    place.delete(FOLDER);
  }

  private static String chunk(int number) {
    return FOLDER + "/chunk-%05d".formatted(number);
  }

  private static String record(int number) {
    return chunk(number) + ".json";
  }

  private static String staged(String path) {
    return FOLDER + "/" + path;
  }

  private boolean isMoving() {
    return place.has(MOVING);
  }

  /**
   * Whether a chunk is committed and every byte of it is there. The record of a chunk that is not
   * is deleted.
   *
   * @param number number of the chunk
   * @param from first cell
   * @param to one more than the last cell
   */
  public boolean isCommitted(int number, long from, long to) {
    try {
      if (!place.has(record(number))) {
        return false;
      }
      Optional<CommittedChunk> read = Json.parse(place.read(record(number)), CommittedChunk.class);
      if (read.isPresent()
          && read.get().is(begun.inputs().fingerprint(), number, from, to)
          && isWhole(read.get().files())) {
        synchronized (chunks) {
          chunks.put(number, read.get());
        }
        return true;
      }
      System.err.printf("ridgeline: chunk %d is damaged and is written again.%n", number);
      lock.requireOwned();
      place.delete(record(number));
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isWhole(List<RunFile> files) throws IOException {
    for (RunFile file : files) {
      RunFile now = where(file);
      if (CompleteRun.damage(place, now, place.bytes(now.path()), true).isPresent()) {
        return false;
      }
    }
    return true;
  }

  /** A file where it is now: not yet moved, or in its place. */
  private RunFile where(RunFile file) {
    return isMoving() && !place.has(staged(file.path()))
        ? file
        : new RunFile(staged(file.path()), file.rows(), file.bytes(), file.sha256());
  }

  /** Path of an empty folder for files that are not committed yet. */
  public String emptyFolder(String name) {
    try {
      place.delete(staged(name));
      return place.path(staged(name)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Name of the folder for the files of a chunk. */
  public static String folderOf(int number) {
    return "chunk-%05d".formatted(number);
  }

  /**
   * Commits a chunk.
   *
   * @param number number of the chunk
   * @param from first cell
   * @param to one more than the last cell
   * @param written its files in the {@linkplain #folderOf folder} of the chunk, in the order of
   *     their cells
   * @param byStatus number of its cells by status
   * @throws IllegalStateException when the files do not hold so many rows
   */
  public void commit(
      int number, long from, long to, List<WrittenFile> written, SortedMap<String, Long> byStatus) {
    List<RunFile> files = new ArrayList<>();
    for (int task = 0; task < written.size(); task++) {
      WrittenFile file = written.get(task);
      files.add(
          new RunFile(
              "%s/part-%05d-%05d%s".formatted(RunDirectory.CELLS, number, task, ENDING),
              file.rows(),
              file.bytes(),
              file.sha256()));
    }
    CommittedChunk committed =
        new CommittedChunk(begun.inputs().fingerprint(), number, from, to, files, byStatus);
    if (!committed.is(begun.inputs().fingerprint(), number, from, to)) {
      throw new IllegalStateException("chunk " + number + " lacks rows: " + committed);
    }
    try {
      lock.requireOwned();
      place.makeFolder(staged(RunDirectory.CELLS));
      for (int task = 0; task < written.size(); task++) {
        String target = staged(files.get(task).path());
        place.delete(target);
        place.move(chunk(number) + "/" + written.get(task).name(), target);
      }
      place.writeWhole(FOLDER, record(number), Json.bytes(committed));
      place.delete(chunk(number));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    synchronized (chunks) {
      chunks.put(number, committed);
    }
  }

  /**
   * Takes a table whose files lie in a folder of this run.
   *
   * @param folder name of the {@linkplain #emptyFolder folder}
   * @param table name of the table
   * @param copy copies a file of the folder, and says what it wrote
   */
  public void take(String folder, String table, FileCopy copy) {
    try {
      lock.requireOwned();
      String target = staged(table);
      place.delete(target);
      place.makeFolder(target);
      List<RunFile> files = new ArrayList<>();
      for (FileStatus file : CompleteRun.visible(place, staged(folder))) {
        String name = "part-%05d%s".formatted(files.size(), ENDING);
        WrittenFile written =
            copy.copy(file.getPath().toString(), place.path(target + "/" + name).toString());
        files.add(
            new RunFile(table + "/" + name, written.rows(), written.bytes(), written.sha256()));
      }
      place.delete(staged(folder));
      tables.put(table, files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes a table that is one file.
   *
   * @param table name of the table
   * @param writer writes the file to a path, and says what it wrote
   */
  public void put(String table, TableWriter writer) {
    try {
      lock.requireOwned();
      String target = staged(table);
      place.delete(target);
      place.makeFolder(target);
      String name = "part-%05d%s".formatted(0, ENDING);
      WrittenFile written = writer.write(place.path(target + "/" + name).toString());
      tables.put(
          table,
          List.of(
              new RunFile(table + "/" + name, written.rows(), written.bytes(), written.sha256())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a Parquet file to a path. */
  public interface TableWriter {
    WrittenFile write(String path) throws IOException;
  }

  /** Copies a Parquet file from one path to another. */
  public interface FileCopy {
    WrittenFile copy(String from, String to) throws IOException;
  }

  /** Cells by status of all committed chunks. */
  private SortedMap<String, Long> cellsByStatus() {
    SortedMap<String, Long> sum = new TreeMap<>();
    synchronized (chunks) {
      for (CommittedChunk chunk : chunks.values()) {
        chunk.cellsByStatus().forEach((status, cells) -> sum.merge(status, cells, Long::sum));
      }
    }
    return sum;
  }

  /**
   * Moves all files to their places and makes the run complete.
   *
   * @param cells number of cells that the run holds; 0 where it holds only other tables
   * @return the content of {@code run.json}
   * @throws IllegalStateException when a file is not as it was written, or the chunks are not all
   *     cells, each once
   */
  public RunManifest complete(long cells) {
    try {
      List<RunFile> files = requireWhole(cells);
      Map<String, Set<String>> byTable =
          files.stream()
              .collect(
                  Collectors.groupingBy(
                      RunFile::table,
                      TreeMap::new,
                      Collectors.mapping(RunFile::path, Collectors.toSet())));
      lock.requireOwned();
      if (!isMoving()) {
        place.delete(RunDirectory.MANIFEST);
        for (String table : begun.replaces()) {
          place.delete(table);
        }
        place.delete(RunDirectory.FILES);
        place.write(MOVING, Json.bytes(byTable.keySet()));
      }
      for (Map.Entry<String, Set<String>> table : byTable.entrySet()) {
        moveTable(table.getKey(), table.getValue());
      }
      byte[] list = Json.bytes(files);
      place.write(RunDirectory.FILES, list);
      RunManifest inputs = begun.inputs();
      RunManifest finished =
          (cells > 0 ? inputs.withCells(cellsByStatus()) : inputs)
              .finished(tables.keySet(), Sha256.of(list));
      lock.requireOwned();
      place.writeWhole(FOLDER, RunDirectory.MANIFEST, Json.bytes(finished));
      clear(place);
      return finished;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All files, cells in the order of the grid, after a look at each. */
  private List<RunFile> requireWhole(long cells) throws IOException {
    List<RunFile> files = new ArrayList<>();
    long next = 0;
    synchronized (chunks) {
      for (CommittedChunk chunk : chunks.values()) {
        if (chunk.from() != next) {
          throw new IllegalStateException("the run lacks the cells from " + next);
        }
        next = chunk.to();
        files.addAll(chunk.files());
      }
    }
    if (next != cells) {
      throw new IllegalStateException("the run has " + next + " of " + cells + " cells");
    }
    tables.values().forEach(files::addAll);
    for (RunFile file : files) {
      RunFile now = where(file);
      Optional<String> damage = CompleteRun.damage(place, now, place.bytes(now.path()), false);
      if (damage.isPresent()) {
        throw new IllegalStateException(place.path(now.path()) + " " + damage.get());
      }
    }
    return files;
  }

  /** Moves the files of a table to their place, where nothing else remains. */
  private void moveTable(String table, Set<String> paths) throws IOException {
    if (place.has(staged(table)) && !place.has(table)) {
      place.move(staged(table), table);
    }
    for (FileStatus file : place.list(staged(table))) {
      String path = table + "/" + file.getPath().getName();
      place.delete(path);
      place.move(staged(path), path);
    }
    for (FileStatus file : CompleteRun.visible(place, table)) {
      String path = table + "/" + file.getPath().getName();
      if (!paths.contains(path)) {
        place.delete(path);
      }
    }
  }

  /** Gives the place free. A run that is not complete can be continued. */
  @Override
  public void close() {
    lock.close();
  }
}
