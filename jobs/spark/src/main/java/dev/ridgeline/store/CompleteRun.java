package dev.ridgeline.store;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;

/**
 * What a complete run holds, as its {@code run.json} and {@code files.json} say, and the check that
 * this is what is there.
 *
 * @param manifest the content of {@code run.json}
 * @param files every file, cells in the order of the grid
 */
record CompleteRun(RunManifest manifest, List<RunFile> files) {

  private static final String CELLS = RunDirectory.CELLS;
  private static final String MANIFEST = RunDirectory.MANIFEST;
  private static final String FILES = RunDirectory.FILES;

  /** Runs of at most so many bytes are hashed when they are opened: a second of one core. */
  private static final long HASHED_AT_OPENING_BYTES = 256L << 20;

  /** Most damaged files that an error names. */
  private static final int NAMED_PROBLEMS = 20;

  /**
   * Opens the run of a place.
   *
   * @param everyByte whether the hashes of all files are compared, however large the run is
   * @throws ConfigException when there is no complete run, when a version of this program with
   *     another layout wrote it, or when a file is missing, damaged or not of the run
   */
  static CompleteRun open(Place place, boolean everyByte) {
    try {
      RunManifest manifest = manifest(place);
      CompleteRun run = new CompleteRun(manifest, files(place, manifest));
      long bytes = run.files.stream().mapToLong(RunFile::bytes).sum();
      List<Problem> problems = run.problems(place, everyByte || bytes <= HASHED_AT_OPENING_BYTES);
      if (!problems.isEmpty()) {
        throw new ConfigException(shortened(problems));
      }
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RunManifest manifest(Place place) throws IOException {
    if (!place.has(MANIFEST)) {
      throw new ConfigException(
          place.toString(),
          place.has(UnfinishedRun.BEGUN)
              ? "holds no complete run, but an unfinished one. Maybe continue it: sweep --resume."
              : "holds no complete run: it has no "
                  + MANIFEST
                  + ". Maybe run a sweep, or name a sweep file (.yaml).");
    }
    byte[] bytes = place.read(MANIFEST);
    int format = Json.parse(bytes, Format.class).map(Format::format).orElse(0);
    if (format > RunManifest.FORMAT) {
      throw new ConfigException(
          place.toString(),
          "was written by a newer version of Ridgeline, in layout %d. Allowed: layout %d."
              .formatted(format, RunManifest.FORMAT));
    }
    Optional<RunManifest> manifest = Json.parse(bytes, RunManifest.class);
    if (format < RunManifest.FORMAT || manifest.isEmpty() || manifest.get().inputs() == null) {
      throw new ConfigException(
          place.toString(),
          "has a "
              + MANIFEST
              + " that is damaged, or that an older version of Ridgeline wrote. Maybe run the sweep"
              + " again.");
    }
    return manifest.get();
  }

  /** The part of {@code run.json} that all layouts share. */
  private record Format(int format) {}

  private static List<RunFile> files(Place place, RunManifest manifest) throws IOException {
    if (place.has(FILES)) {
      byte[] bytes = place.read(FILES);
      Optional<RunFile[]> files = Json.parse(bytes, RunFile[].class);
      if (Sha256.of(bytes).equals(manifest.filesSha256()) && files.isPresent()) {
        return List.of(files.get());
      }
    }
    throw new ConfigException(
        place.toString(),
        "is damaged: "
            + FILES
            + " is missing or is not the one that "
            + MANIFEST
            + " names. Maybe run the sweep again.");
  }

  /** Names of the texts of a complete run; none where its list of files cannot be read. */
  static List<String> texts(Place place) throws IOException {
    if (!place.has(FILES)) {
      return List.of();
    }
    return Json.parse(place.read(FILES), RunFile[].class).stream()
        .flatMap(Arrays::stream)
        .filter(RunFile::isText)
        .map(RunFile::path)
        .toList();
  }

  private List<Problem> problems(Place place, boolean hash) throws IOException {
    List<Problem> problems = new ArrayList<>();
    for (RunFile text : files.stream().filter(RunFile::isText).toList()) {
      damage(place, text, place.bytes(text.path()), hash)
          .ifPresent(damage -> problems.add(problem(place, text.path(), damage)));
    }
    Map<String, List<RunFile>> byTable =
        files.stream()
            .filter(file -> !file.isText())
            .collect(Collectors.groupingBy(RunFile::table, TreeMap::new, Collectors.toList()));
    for (Map.Entry<String, List<RunFile>> table : byTable.entrySet()) {
      Map<String, FileStatus> there =
          visible(place, table.getKey()).stream()
              .collect(Collectors.toMap(file -> nameIn(table.getKey(), file), Function.identity()));
      for (RunFile file : table.getValue()) {
        FileStatus status = there.remove(file.path());
        damage(place, file, status == null ? -1 : status.getLen(), hash)
            .ifPresent(damage -> problems.add(problem(place, file.path(), damage)));
      }
      there.keySet().stream()
          .sorted()
          .forEach(other -> problems.add(problem(place, other, "is not of this run")));
    }
    long rows = byTable.getOrDefault(CELLS, List.of()).stream().mapToLong(RunFile::rows).sum();
    if (byTable.containsKey(CELLS) && rows != manifest.cells()) {
      problems.add(
          problem(place, CELLS, "has " + rows + " rows instead of " + manifest.cells() + " cells"));
    }
    return problems;
  }

  private static Problem problem(Place place, String path, String message) {
    return new Problem(
        place.toString(), path, 0, message + ". Maybe run the sweep again with --overwrite.");
  }

  private static List<Problem> shortened(List<Problem> problems) {
    if (problems.size() <= NAMED_PROBLEMS) {
      return problems;
    }
    List<Problem> some = new ArrayList<>(problems.subList(0, NAMED_PROBLEMS));
    int more = problems.size() - NAMED_PROBLEMS;
    some.add(new Problem(problems.get(0).file(), "", 0, "and " + more + " more files."));
    return some;
  }

  /** The data files of a table. Names that begin with a dot or a line are those of no data. */
  static List<FileStatus> visible(Place place, String table) throws IOException {
    return place.list(table).stream()
        .filter(file -> !file.getPath().getName().startsWith("."))
        .filter(file -> !file.getPath().getName().startsWith("_"))
        .toList();
  }

  private static String nameIn(String table, FileStatus file) {
    return table + "/" + file.getPath().getName();
  }

  /**
   * What is wrong with a file; empty where it is whole.
   *
   * @param bytes its size; negative where it is missing
   * @param hash whether its bytes are compared
   */
  static Optional<String> damage(Place place, RunFile file, long bytes, boolean hash) {
    if (bytes < 0) {
      return Optional.of("is missing");
    }
    if (bytes != file.bytes()) {
      return Optional.of("has " + bytes + " bytes instead of " + file.bytes());
    }
    try {
      boolean whole = !hash || place.sha256(file.path()).equals(file.sha256());
      return whole ? Optional.empty() : Optional.of("is damaged: its hash has changed");
    } catch (IOException e) {
      // A file system with checksums of its own refuses to read what is damaged.
      return Optional.of("is damaged: it cannot be read");
    }
  }
}
