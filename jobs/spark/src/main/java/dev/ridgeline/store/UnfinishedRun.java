package dev.ridgeline.store;

import dev.ridgeline.config.Sha256;
import dev.ridgeline.parquet.TaskFiles;
import dev.ridgeline.parquet.WrittenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
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
 * A run that is being written, with the lock on its place. Where the file system moves folders, its
 * files are in {@code _unfinished/} until all are there, so that a complete run in the same place
 * stays whole that long:
 *
 * <pre>
 * begun.json             what the run is computed from, and which tables it replaces
 * chunk-00003/           files of a chunk that is being written
 * chunk-00003.json       record of a committed chunk
 * tasks-frontier/        files of a table that tasks write
 * cells/, models/, ...   files of committed chunks, and tables
 * views.sql              a text beside them
 * moving                 exists from the moment on at which the files are moved to their places,
 *                        and names the tables that have files there
 * </pre>
 *
 * <p>On an object store nothing is moved. The complete run is deleted first, and every file is
 * written to its place. The attempts of a task write the same bytes under the same name, and the
 * store shows each file as a whole.
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

  private final Place place;
  private final RunLock lock;
  private final Begun begun;
  private final boolean inPlace;
  private final Set<String> inTheirPlaces = new TreeSet<>();
  private final SortedMap<Integer, CommittedChunk> chunks = new TreeMap<>();
  private final SortedMap<String, List<RunFile>> tables =
      Collections.synchronizedSortedMap(new TreeMap<>());
  private final SortedMap<String, RunFile> texts = new TreeMap<>();

  private UnfinishedRun(Place place, RunLock lock, Begun begun) {
    this.place = place;
    this.lock = lock;
    this.begun = begun;
    this.inPlace = !place.usesRenames();
  }

  /** Continues a run, which may have ended at any moment. */
  static UnfinishedRun resumed(Place place, RunLock lock, Begun begun) throws IOException {
    UnfinishedRun run = new UnfinishedRun(place, lock, begun);
    if (run.inPlace) {
      run.inTheirPlaces.addAll(moved(place));
      if (!run.isMoving()) {
        run.makeRoom();
      }
    }
    return run;
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
    replaces.addAll(moved(place));
    Begun begun = new Begun(inputs, List.copyOf(replaces));
    UnfinishedRun run = new UnfinishedRun(place, lock, begun);
    if (run.inPlace) {
      // The list of what is replaced must survive: a file that no list names is in the way of all.
      place.write(BEGUN, Json.bytes(begun));
      clearAllButBegun(place);
      run.makeRoom();
    } else {
      clear(place);
      place.write(BEGUN, Json.bytes(begun));
    }
    return run;
  }

  /** Tables of an unfinished run that have files in their places. */
  private static List<String> moved(Place place) throws IOException {
    return place.has(MOVING)
        ? Json.parse(place.read(MOVING), String[].class).map(List::of).orElse(List.of())
        : List.of();
  }

  /** Deletes what belongs to an unfinished run. What names it goes last. */
  private static void clear(Place place) throws IOException {
    clearAllButBegun(place);
    place.delete(FOLDER);
  }

  private static void clearAllButBegun(Place place) throws IOException {
    for (FileStatus child : place.list(FOLDER)) {
      String name = FOLDER + "/" + child.getPath().getName();
      if (!name.equals(BEGUN)) {
        place.delete(name);
      }
    }
  }

  /**
   * Deletes the run that is replaced. What makes it complete goes first. From then on files are in
   * their places.
   */
  private void makeRoom() throws IOException {
    place.delete(RunDirectory.MANIFEST);
    for (String table : begun.replaces()) {
      place.delete(table);
    }
    place.delete(RunDirectory.FILES);
    place.write(MOVING, Json.bytes(inTheirPlaces));
  }

  /** Notes that files of a table or a text will be in their places, before the first one is. */
  private void noteInPlace(String name) throws IOException {
    synchronized (inTheirPlaces) {
      if (inPlace && inTheirPlaces.add(name)) {
        place.write(MOVING, Json.bytes(inTheirPlaces));
      }
    }
  }

  private static String chunk(int number) {
    return FOLDER + "/chunk-%05d".formatted(number);
  }

  private static String record(int number) {
    return chunk(number) + ".json";
  }

  private static String unfinished(String path) {
    return FOLDER + "/" + path;
  }

  /** Where a file of a table lies until the run is complete. */
  private String staged(String path) {
    return inPlace ? path : unfinished(path);
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
  private String emptyFolder(String name) {
    try {
      place.delete(unfinished(name));
      return place.path(unfinished(name)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of the files that the tasks of a chunk write. Files of an earlier attempt are gone. */
  public TaskFiles chunkFiles(int number) {
    if (!inPlace) {
      return new TaskFiles(emptyFolder("chunk-%05d".formatted(number)), "part-", true);
    }
    try {
      noteInPlace(RunDirectory.CELLS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TaskFiles(
        place.path(RunDirectory.CELLS).toString(), "part-%05d-".formatted(number), false);
  }

  /**
   * Commits a chunk.
   *
   * @param number number of the chunk
   * @param from first cell
   * @param to one more than the last cell
   * @param written its files, which have {@linkplain #chunkFiles names} for files of the chunk, in
   *     the order of their cells
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
              "%s/part-%05d-%05d%s".formatted(RunDirectory.CELLS, number, task, TaskFiles.ENDING),
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
      if (!inPlace) {
        place.makeFolder(staged(RunDirectory.CELLS));
        for (int task = 0; task < written.size(); task++) {
          String target = staged(files.get(task).path());
          place.delete(target);
          place.move(chunk(number) + "/" + written.get(task).name(), target);
        }
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

  /** Names of the files that the tasks of a table write. Files of an earlier attempt are gone. */
  public TaskFiles tableFiles(String table) {
    if (!inPlace) {
      return new TaskFiles(emptyFolder(tasks(table)), "part-", true);
    }
    try {
      lock.requireOwned();
      return new TaskFiles(place.path(emptyTable(table)).toString(), "part-", false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tasks(String table) {
    return "tasks-" + table;
  }

  /**
   * Takes a table whose files tasks have written.
   *
   * @param table name of the table
   * @param written its files, which have {@linkplain #tableFiles names} for files of the table, in
   *     the order of their rows
   */
  public void take(String table, List<WrittenFile> written) {
    try {
      lock.requireOwned();
      String target = inPlace ? staged(table) : emptyTable(table);
      List<RunFile> files = new ArrayList<>();
      for (WrittenFile file : written) {
        String name = inPlace ? file.name() : part(files.size());
        if (!inPlace) {
          place.move(unfinished(tasks(table)) + "/" + file.name(), target + "/" + name);
        }
        files.add(new RunFile(table + "/" + name, file.rows(), file.bytes(), file.sha256()));
      }
      place.delete(unfinished(tasks(table)));
      tables.put(table, files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String part(int number) {
    return "part-%05d%s".formatted(number, TaskFiles.ENDING);
  }

  /**
   * Puts a text beside the tables, in UTF-8.
   *
   * @param name name of the file
   */
  public void put(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      lock.requireOwned();
      noteInPlace(name);
      place.write(staged(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    texts.put(name, new RunFile(name, 0, bytes.length, Sha256.of(bytes)));
  }

  /**
   * Takes a table that is one file. Several tables may be put at once, on different threads.
   *
   * @param table name of the table
   * @param writer writes the file to a path, and says what it wrote
   */
  public void put(String table, TableWriter writer) {
    try {
      lock.requireOwned();
      String target = emptyTable(table);
      String name = part(0);
      WrittenFile written = writer.write(place.path(target + "/" + name).toString());
      tables.put(
          table,
          List.of(
              new RunFile(table + "/" + name, written.rows(), written.bytes(), written.sha256())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String emptyTable(String table) throws IOException {
    noteInPlace(table);
    String folder = staged(table);
    place.delete(folder);
    place.makeFolder(folder);
    return folder;
  }

  /** Writes a Parquet file to a path. */
  public interface TableWriter {
    WrittenFile write(String path) throws IOException;
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
              .filter(file -> !file.isText())
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
        List<String> moved = new ArrayList<>(byTable.keySet());
        moved.addAll(texts.keySet());
        place.write(MOVING, Json.bytes(moved));
      }
      for (Map.Entry<String, Set<String>> table : byTable.entrySet()) {
        if (!inPlace) {
          moveTable(table.getKey());
        }
        deleteOthers(table.getKey(), table.getValue());
      }
      if (!inPlace) {
        for (String text : texts.keySet()) {
          place.delete(text);
          place.move(staged(text), text);
        }
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
    files.addAll(texts.values());
    Map<String, Long> sizes = new HashMap<>();
    for (String table :
        files.stream().filter(one -> !one.isText()).map(RunFile::table).distinct().toList()) {
      if (isMoving()) {
        addSizes(table, table, sizes);
      }
      addSizes(staged(table), table, sizes);
    }
    for (RunFile file : files) {
      RunFile now = file.isText() ? where(file) : file;
      long bytes = file.isText() ? place.bytes(now.path()) : sizes.getOrDefault(file.path(), -1L);
      Optional<String> damage = CompleteRun.damage(place, now, bytes, false);
      if (damage.isPresent()) {
        throw new IllegalStateException(place.path(now.path()) + " " + damage.get());
      }
    }
    return files;
  }

  /** Adds the sizes of the files of a table that lie in a folder. A list of many is one request. */
  private void addSizes(String folder, String table, Map<String, Long> sizes) throws IOException {
    for (FileStatus file : place.list(folder)) {
      sizes.put(table + "/" + file.getPath().getName(), file.getLen());
    }
  }

  /** Moves the files of a table to their place. */
  private void moveTable(String table) throws IOException {
    if (place.has(staged(table)) && !place.has(table)) {
      place.move(staged(table), table);
    }
    for (FileStatus file : place.list(staged(table))) {
      String path = table + "/" + file.getPath().getName();
      place.delete(path);
      place.move(staged(path), path);
    }
  }

  /** Deletes what is in the place of a table and is not of this run. */
  private void deleteOthers(String table, Set<String> paths) throws IOException {
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
