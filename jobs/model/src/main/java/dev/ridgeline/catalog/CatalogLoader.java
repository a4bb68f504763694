package dev.ridgeline.catalog;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads the folders of catalogs one after the other, and collects problems and hashes of files. */
final class CatalogLoader {

  private final CatalogDirectories directories;
  private final List<CatalogKind<?>> kinds;
  private final YamlReader reader = new YamlReader();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<Path, SortedMap<String, String>> hashes = new LinkedHashMap<>();

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
    directories.overlays().forEach(this::requireNoOtherFolder);
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

  private void requireNoOtherFolder(Path overlay) {
    List<String> folders = kinds.stream().map(CatalogKind::folder).toList();
    for (Path path : list(overlay, Files::isDirectory)) {
      String folder = String.valueOf(path.getFileName());
      if (!folders.contains(folder) && !folder.equals(CatalogDirectories.MEASUREMENTS)) {
        problem(path, "is not a folder of a catalog." + NearestName.advice(folder, folders));
      }
    }
  }

  private <E extends Entry> Catalog<E> catalog(CatalogKind<E> kind) {
    List<Document<E>> documents = new ArrayList<>();
    for (Map.Entry<Path, SortedMap<String, String>> directory : hashes.entrySet()) {
      for (Path file : files(directory.getKey(), kind)) {
        Optional<Document<E>> document = reader.read(file, kind.type(), problems);
        document.ifPresent(
            read -> {
              String name = kind.folder() + "/" + file.getFileName();
              directory.getValue().put(name, read.source().sha256());
              requireIdOfFile(read, file);
              requireNoContradiction(read);
              documents.add(read);
            });
      }
    }
    kind.subject().ifPresent(subject -> requireSubjects(documents, subject));
    return Catalog.of(kind, documents.stream().map(Document::value).toList());
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
    List<String> known = files(subject.kind()).stream().map(CatalogLoader::name).toList();
    for (Document<E> document : documents) {
      String id = subject.id().apply(document.value());
      if (!known.contains(id)) {
        String message = subject.kind().unknown(id, known);
        problems.add(document.problem("/" + subject.field(), message));
      }
    }
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
