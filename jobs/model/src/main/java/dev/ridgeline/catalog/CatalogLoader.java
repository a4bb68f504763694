package dev.ridgeline.catalog;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.CsvTable;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.YamlReader;
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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the folders of catalogs one after the other, and collects problems and hashes of files. */
final class CatalogLoader {

  private final CatalogDirectories directories;
  private final List<CatalogKind<?>> kinds;
  private final YamlReader reader = new YamlReader();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<Path, SortedMap<String, String>> hashes = new LinkedHashMap<>();
  private final Map<Path, CsvTable> tables = new HashMap<>();

  private CatalogLoader(CatalogDirectories directories, List<CatalogKind<?>> kinds) {
    this.directories = directories;
    this.kinds = kinds;
    directories.all().forEach(directory -> hashes.put(directory, new TreeMap<>()));
  }

  /**
   * Reads catalogs of some kinds.
   *
   * @throws ConfigException with all problems of all files
   */
  static Catalogs load(CatalogDirectories directories, List<CatalogKind<?>> kinds) {
    return new CatalogLoader(directories, kinds).catalogs();
  }

  private Catalogs catalogs() {
    directories.all().forEach(this::requireDirectory);
    requireNoProblem();
    kinds.forEach(this::requireFolder);
    directories.overlays().stream()
        .filter(overlay -> !isTable(overlay))
        .forEach(this::requireCatalog);
    readTables();
    Map<CatalogKind<?>, Catalog<?>> byKind = new LinkedHashMap<>();
    for (CatalogKind<?> kind : kinds) {
      byKind.put(kind, catalog(kind));
    }
    requireNoProblem();
    return new Catalogs(byKind, directories, List.copyOf(hashes.values()));
  }

  private void requireNoProblem() {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
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
    List<String> folders = kinds.stream().map(CatalogKind::folder).toList();
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
    boolean hasEntries = kinds.stream().anyMatch(kind -> !files(overlay, kind).isEmpty());
    if (!hasEntries && problems.size() == before) {
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
    List<Document<E>> documents = new ArrayList<>();
    for (Map.Entry<Path, SortedMap<String, String>> directory : hashes.entrySet()) {
      List<Document<E>> ofDirectory = documents(kind, directory.getKey(), directory.getValue());
      ofDirectory.forEach(document -> add(kind, document, entries, origins));
      documents.addAll(ofDirectory);
    }
    kind.subject().ifPresent(subject -> requireSubjects(documents, subject));
    return new Catalog<>(kind, entries, origins);
  }

  private <E extends Entry> List<Document<E>> documents(
      CatalogKind<E> kind, Path directory, SortedMap<String, String> hashesOfFiles) {
    CsvTable table = tables.get(directory);
    if (table != null) {
      return kind.csv().isPresent() ? rows(kind, kind.csv().get(), table) : List.of();
    }
    List<Document<E>> documents = new ArrayList<>();
    for (Path file : files(directory, kind)) {
      Optional<Document<E>> document = reader.read(file, kind.type(), problems);
      document.ifPresent(
          read -> {
            String name = kind.folder() + "/" + file.getFileName();
            hashesOfFiles.put(name, read.source().sha256());
            requireIdOfFile(read, file);
            requireNoContradiction(read);
            documents.add(read);
          });
    }
    return documents;
  }

  private <E extends Entry> List<Document<E>> rows(
      CatalogKind<E> kind, CatalogKind.FromCsv<E> reader, CsvTable table) {
    List<String> subjects = kind.subject().map(subject -> idsOf(subject.kind())).orElse(List.of());
    return reader.read(table, subjects, problems);
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

  private void requireIdOfFile(Document<? extends Entry> document, Path file) {
    String name = name(file);
    String id = document.value().id();
    if (!id.equals(name)) {
      problems.add(
          document.problem("/id", "is '" + id + "'. Allowed: the file's name, '" + name + "'."));
    }
  }

  private void requireNoContradiction(Document<? extends Entry> document) {
    document
        .value()
        .contradiction()
        .ifPresent(error -> problems.add(document.problem("/" + error.field(), error.reason())));
  }

  /**
   * Requires that the subject of each entry exists. A broken file of the other kind counts as
   * existing, so that one mistake is reported once.
   */
  private <E> void requireSubjects(List<Document<E>> documents, CatalogKind.Subject<E> subject) {
    List<String> known = idsOf(subject.kind());
    for (Document<E> document : documents) {
      String id = subject.id().apply(document.value());
      if (!known.contains(id)) {
        String message = subject.kind().unknown(id, known);
        problems.add(document.problem("/" + subject.field(), message));
      }
    }
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
