package dev.ridgeline.catalog;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.CsvTable;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.YamlReader;
import dev.ridgeline.config.YamlTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the folders of catalogs one after the other, the files of a folder at once, and collects
 * problems and hashes of files.
 */
final class CatalogLoader {

  private final CatalogDirectories directories;
  private final List<CatalogKind<?>> kinds;
  private final List<CatalogKind<?>> known;
  private final YamlReader reader = new YamlReader();
  private final List<Problem> problems;
  private final Map<Path, SortedMap<String, String>> hashes = new LinkedHashMap<>();
  private final Map<Path, CsvTable> tables = new HashMap<>();

  private CatalogLoader(
      CatalogDirectories directories,
      List<CatalogKind<?>> kinds,
      List<CatalogKind<?>> known,
      List<Problem> problems) {
    this.directories = directories;
    this.kinds = kinds;
    this.known = known;
    this.problems = problems;
    directories.all().forEach(directory -> hashes.put(directory, new TreeMap<>()));
  }

  /**
   * Reads catalogs of some kinds.
   *
   * @param problems receives all problems of all files
   * @return the entries without problems; empty where a directory is none of catalogs
   */
  static Optional<Catalogs> load(
      CatalogDirectories directories, List<CatalogKind<?>> kinds, List<Problem> problems) {
    return new CatalogLoader(directories, kinds, kinds, problems).catalogs();
  }

  /**
   * Reads catalogs of some kinds.
   *
   * @throws ConfigException with all problems of all files
   */
  static Catalogs load(CatalogDirectories directories, List<CatalogKind<?>> kinds) {
    List<Problem> problems = new ArrayList<>();
    Optional<Catalogs> catalogs = load(directories, kinds, problems);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return catalogs.orElseThrow();
  }

  /**
   * Reads the catalog of one kind of several.
   *
   * @param known kinds that directories may have
   * @throws ConfigException with all problems of all files of the kind
   */
  static Catalogs loadOne(
      CatalogDirectories directories, CatalogKind<?> kind, List<CatalogKind<?>> known) {
    List<Problem> problems = new ArrayList<>();
    Optional<Catalogs> catalogs =
        new CatalogLoader(directories, List.of(kind), known, problems).catalogs();
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return catalogs.orElseThrow();
  }

  private Optional<Catalogs> catalogs() {
    int before = problems.size();
    directories.all().forEach(this::requireDirectory);
    if (problems.size() > before) {
      return Optional.empty();
    }
    kinds.forEach(this::requireFolder);
    directories.overlays().stream()
        .filter(overlay -> !isTable(overlay))
        .forEach(this::requireCatalog);
    readTables();
    Map<CatalogKind<?>, Catalog<?>> byKind = new LinkedHashMap<>();
    for (CatalogKind<?> kind : kinds) {
      byKind.put(kind, catalog(kind));
    }
    return Optional.of(new Catalogs(byKind, directories, List.copyOf(hashes.values())));
  }

  private void requireDirectory(Path directory) {
    if (isTable(directory)) {
      return; // The reader of tables reports that it does not exist.
    }
    if (!Files.isDirectory(directory)) {
      problem(directory, "is not a directory of catalogs");
    }
  }

  private void requireFolder(CatalogKind<?> kind) {
    Path path = directories.base().resolve(kind.folder());
    if (!Files.isDirectory(path)) {
      problem(path, "is missing: catalogs need this folder");
    }
  }

  /** Reports what in an overlay would be left out without a word. */
  private void requireCatalog(Path overlay) {
    List<String> folders = known.stream().map(CatalogKind::folder).toList();
    int before = problems.size();
    for (Path path : list(overlay, Files::isDirectory)) {
      String folder = String.valueOf(path.getFileName());
      if (folders.contains(folder)) {
        list(path, file -> file.toString().endsWith(".yml"))
            .forEach(file -> problem(file, "has another ending. Allowed: .yaml."));
      } else if (!folder.startsWith(".") && !folder.equals(CatalogDirectories.MEASUREMENTS)) {
        problem(path, "is not a folder of a catalog." + NearestName.advice(folder, folders));
      }
    }
    boolean hasAny =
        Files.isDirectory(overlay.resolve(CatalogDirectories.MEASUREMENTS))
            || known.stream().anyMatch(kind -> !files(overlay, kind).isEmpty());
    if (!hasAny && problems.size() == before) {
      problem(overlay, nothing(overlay, folders));
    }
  }

  private static String nothing(Path overlay, List<String> folders) {
    String wanted =
        folders.stream()
            .sorted()
            .map(folder -> folder + "/*.yaml")
            .collect(Collectors.joining(", "));
    String advice = "";
    String own = String.valueOf(overlay.getFileName());
    List<Path> files = list(overlay, file -> file.toString().endsWith(".yaml"));
    if (folders.contains(own)) {
      advice = " Maybe give the folder around " + own + ".";
    } else if (!files.isEmpty()) {
      advice = " Maybe move " + files.get(0).getFileName() + " into one of these folders.";
    }
    return "has nothing of a catalog. Looked for: " + wanted + "." + advice;
  }

  /** Reads the overlays that are tables. */
  private void readTables() {
    hashes.forEach(
        (overlay, ofFiles) -> {
          if (isTable(overlay)) {
            CsvTable.read(overlay, problems)
                .ifPresent(
                    table -> {
                      tables.put(overlay, table);
                      ofFiles.put(String.valueOf(overlay.getFileName()), table.source().sha256());
                    });
          }
        });
  }

  private boolean isTable(Path directory) {
    return CatalogDirectories.isTable(directory) && !directory.equals(directories.base());
  }

  private <E extends Entry> Catalog<E> catalog(CatalogKind<E> kind) {
    SortedMap<String, E> entries = new TreeMap<>();
    Map<String, Map<String, String>> origins = new HashMap<>();
    Set<String> broken = new TreeSet<>();
    Set<String> subjects = kind.subject().map(this::subjects).orElse(Set.of());
    for (Map.Entry<Path, SortedMap<String, String>> directory : hashes.entrySet()) {
      CsvTable table = tables.get(directory.getKey());
      List<Document<E>> documents =
          table == null
              ? documents(kind, directory.getKey(), directory.getValue(), subjects, broken)
              : rows(kind, table);
      documents.forEach(document -> add(kind, document, entries, origins));
    }
    return new Catalog<>(kind, entries, origins, broken);
  }

  private <E extends Entry> List<Document<E>> documents(
      CatalogKind<E> kind,
      Path directory,
      SortedMap<String, String> hashesOfFiles,
      Set<String> subjects,
      Set<String> broken) {
    List<Document<E>> documents = new ArrayList<>();
    List<ReadFile<E>> files =
        files(directory, kind).parallelStream().map(file -> read(kind, file, subjects)).toList();
    for (ReadFile<E> read : files) {
      String name = kind.folder() + "/" + read.file().getFileName();
      read.sha256().ifPresent(hash -> hashesOfFiles.put(name, hash));
      read.entry().ifPresent(documents::add);
      problems.addAll(read.problems());
      if (!read.problems().isEmpty()) {
        broken.add(name(read.file()));
      }
    }
    return documents;
  }

  /**
   * A file as it was read, on any thread.
   *
   * @param sha256 hash of its text; empty where it is no YAML
   * @param entry the entry that it describes; empty where a problem leaves none
   */
  private record ReadFile<E>(
      Path file, Optional<String> sha256, Optional<Document<E>> entry, List<Problem> problems) {}

  private <E extends Entry> ReadFile<E> read(CatalogKind<E> kind, Path file, Set<String> subjects) {
    List<Problem> found = new ArrayList<>();
    Optional<YamlTree> tree = reader.tree(file, found);
    tree.ifPresent(
        read -> {
          requireIdOfFile(read, file, found);
          kind.subject().ifPresent(subject -> requireSubject(read, subject, subjects, found));
        });
    Optional<Document<E>> entry = tree.flatMap(read -> read.as(kind.type(), found));
    entry.ifPresent(document -> requireNoContradiction(document, found));
    return new ReadFile<>(file, tree.map(read -> read.source().sha256()), entry, found);
  }

  private <E extends Entry> List<Document<E>> rows(CatalogKind<E> kind, CsvTable table) {
    List<String> subjects = kind.subject().map(subject -> idsOf(subject.kind())).orElse(List.of());
    return kind.csv().map(csv -> csv.read(table, subjects, problems)).orElse(List.of());
  }

  /** Adds an entry; what it states comes before what earlier files state. */
  private static <E extends Entry> void add(
      CatalogKind<E> kind,
      Document<E> document,
      SortedMap<String, E> entries,
      Map<String, Map<String, String>> origins) {
    E entry = document.value();
    String file = document.source().file();
    if (kind.parts().isEmpty()) {
      entries.put(entry.id(), entry);
      origins.put(entry.id(), Map.of("", file));
      return;
    }
    CatalogKind.Parts<E> parts = kind.parts().get();
    entries.merge(entry.id(), entry, parts.merge());
    Map<String, String> ofEntry = origins.computeIfAbsent(entry.id(), id -> new HashMap<>());
    parts.names().apply(entry).forEach(part -> ofEntry.put(part, file));
  }

  private static void requireIdOfFile(YamlTree tree, Path file, List<Problem> found) {
    String name = name(file);
    tree.text("/id")
        .filter(id -> !id.equals(name) && !id.isEmpty())
        .ifPresent(
            id ->
                found.add(
                    tree.problem(
                        "/id", "is '" + id + "'. Allowed: the file's name, '" + name + "'.")));
  }

  private static void requireNoContradiction(
      Document<? extends Entry> document, List<Problem> found) {
    document
        .value()
        .contradiction()
        .ifPresent(error -> found.add(document.problem("/" + error.field(), error.reason())));
  }

  /**
   * Names of the files of the entries that others are about. A broken file counts, so that one
   * mistake is reported once.
   */
  private Set<String> subjects(CatalogKind.Subject<?> subject) {
    return new TreeSet<>(idsOf(subject.kind()));
  }

  private static void requireSubject(
      YamlTree tree, CatalogKind.Subject<?> subject, Set<String> known, List<Problem> found) {
    tree.text("/" + subject.field())
        .filter(id -> !known.contains(id) && !id.isEmpty())
        .ifPresent(
            id ->
                found.add(tree.problem("/" + subject.field(), subject.kind().unknown(id, known))));
  }

  private List<String> idsOf(CatalogKind<?> kind) {
    return files(kind).stream().map(CatalogLoader::name).toList();
  }

  private List<Path> files(CatalogKind<?> kind) {
    return hashes.keySet().stream().flatMap(directory -> files(directory, kind).stream()).toList();
  }

  private static List<Path> files(Path directory, CatalogKind<?> kind) {
    Path folder = directory.resolve(kind.folder());
    return Files.isDirectory(folder)
        ? list(folder, file -> file.toString().endsWith(".yaml"))
        : List.of();
  }

  private static List<Path> list(Path directory, Predicate<Path> wanted) {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.filter(wanted).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.yaml$", "");
  }

  private void problem(Path path, String message) {
    problems.add(new Problem(path.toString(), "", 0, message));
  }
}
