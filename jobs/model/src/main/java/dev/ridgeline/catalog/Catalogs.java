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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All catalogs of one directory.
 *
 * @param models the language models
 * @param accelerators the devices
 * @param quantizations the number formats
 * @param workflows the agent tasks
 * @param links the networks between pools
 * @param memoryTiers the memory behind accelerators
 * @param prices what accelerators cost, by the accelerator's id
 * @param efficiencies how near accelerators come to their peaks, by the accelerator's id
 * @param drafters what drafts tokens for models
 * @param fileHashes SHA-256 of each file by its path below the directory, to state in a run what it
 *     was computed from; of a file of another directory by its whole path
 */
public record Catalogs(
    Catalog<Model> models,
    Catalog<Accelerator> accelerators,
    Catalog<Quantization> quantizations,
    Catalog<Workflow> workflows,
    Catalog<Link> links,
    Catalog<MemoryTier> memoryTiers,
    Catalog<PriceBook> prices,
    Catalog<EfficiencyProfile> efficiencies,
    Catalog<Drafter> drafters,
    SortedMap<String, String> fileHashes) {

  /** Folders, each with entries of one kind. */
  public static final List<String> FOLDERS =
      List.of(
          "models",
          "accelerators",
          "quantizations",
          "workflows",
          "links",
          "memory-tiers",
          "prices",
          "efficiency",
          "drafters");

  /**
   * Reads every entry below {@code directory}.
   *
   * @throws ConfigException with all problems of all files
   */
  public static Catalogs read(Path directory) {
    return read(directory, List.of());
  }

  /**
   * Reads every entry below {@code directory}, and those below other directories on top: an entry
   * with a known id takes its place. Those may lack folders.
   *
   * @throws ConfigException with all problems of all files
   */
  public static Catalogs read(Path directory, List<Path> overlays) {
    List<Problem> problems = new ArrayList<>();
    List<Path> directories = new ArrayList<>(List.of(directory));
    directories.addAll(overlays);
    for (Path each : directories) {
      if (!Files.isDirectory(each)) {
        problems.add(new Problem(each.toString(), "", 0, "is not a directory of catalogs"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    Loader loader = new Loader(directories, new YamlReader(), problems, new TreeMap<>());
    loader.checkFolders();
    Catalogs catalogs =
        new Catalogs(
            loader.load("models", "model", Model.class),
            loader.load("accelerators", "accelerator", Accelerator.class),
            loader.load("quantizations", "quantization", Quantization.class),
            loader.load("workflows", "workflow", Workflow.class),
            loader.load("links", "link", Link.class),
            loader.load("memory-tiers", "memory tier", MemoryTier.class),
            loader.loadForAccelerators("prices", "price book", PriceBook.class),
            loader.loadForAccelerators("efficiency", "efficiency profile", EfficiencyProfile.class),
            loader.loadDrafters(),
            loader.hashes);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return catalogs;
  }

  /** These catalogs with more entries, of whatever kinds; one with a known id takes its place. */
  public Catalogs with(Collection<? extends Entry> more) {
    return new Catalogs(
        models.with(only(Model.class, more)),
        accelerators.with(only(Accelerator.class, more)),
        quantizations.with(only(Quantization.class, more)),
        workflows.with(only(Workflow.class, more)),
        links.with(only(Link.class, more)),
        memoryTiers.with(only(MemoryTier.class, more)),
        prices.with(only(PriceBook.class, more)),
        efficiencies.with(only(EfficiencyProfile.class, more)),
        drafters.with(only(Drafter.class, more)),
        fileHashes);
  }

  private static <E extends Entry> List<E> only(
      Class<E> kind, Collection<? extends Entry> entries) {
    return entries.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Reads one folder after the other, collecting problems and hashes on the way. */
  private record Loader(
      List<Path> directories,
      YamlReader reader,
      List<Problem> problems,
      SortedMap<String, String> hashes) {

    /** The first directory must have every folder, and further ones no other folders. */
    void checkFolders() {
      for (String folder : FOLDERS) {
        Path path = directories.get(0).resolve(folder);
        if (!Files.isDirectory(path)) {
          problems.add(
              new Problem(path.toString(), "", 0, "is missing: catalogs need this folder"));
        }
      }
      for (Path overlay : directories.subList(1, directories.size())) {
        for (Path path : list(overlay, Files::isDirectory)) {
          String folder = String.valueOf(path.getFileName());
          if (!FOLDERS.contains(folder)) {
            String advice = NearestName.advice(folder, FOLDERS);
            problems.add(
                new Problem(path.toString(), "", 0, "is no folder of a catalog." + advice));
          }
        }
      }
    }

    <E extends Entry> Catalog<E> load(String folder, String noun, Class<E> type) {
      List<E> entries = new ArrayList<>();
      for (Document<E> document : documents(folder, type)) {
        entries.add(document.value());
      }
      return Catalog.of(noun, entries);
    }

    /**
     * As {@link #load}, for entries about accelerators: each id must be that of one. A file counts
     * as one however broken it is, so that one mistake is reported once.
     */
    <E extends Entry> Catalog<E> loadForAccelerators(String folder, String noun, Class<E> type) {
      List<String> accelerators = files("accelerators").stream().map(Loader::name).toList();
      List<E> entries = new ArrayList<>();
      for (Document<E> document : documents(folder, type)) {
        String id = document.value().id();
        if (!accelerators.contains(id)) {
          String advice = NearestName.advice(id, accelerators);
          problems.add(document.problem("/id", "unknown accelerator '" + id + "'." + advice));
        }
        entries.add(document.value());
      }
      return Catalog.of(noun, entries);
    }

    /** Drafters; each names a model that there is. */
    Catalog<Drafter> loadDrafters() {
      List<String> models = files("models").stream().map(Loader::name).toList();
      List<Drafter> entries = new ArrayList<>();
      for (Document<Drafter> document : documents("drafters", Drafter.class)) {
        String model = document.value().model();
        if (!models.contains(model)) {
          String advice = NearestName.advice(model, models);
          problems.add(document.problem("/model", "unknown model '" + model + "'." + advice));
        }
        entries.add(document.value());
      }
      return Catalog.of("drafter", entries);
    }

    private <E extends Entry> List<Document<E>> documents(String folder, Class<E> type) {
      List<Document<E>> documents = new ArrayList<>();
      for (Path file : files(folder)) {
        hash(file);
        reader
            .read(file, type, problems)
            .ifPresent(
                document -> {
                  requireIdOfFile(document, file);
                  documents.add(document);
                });
      }
      return documents;
    }

    private List<Path> files(String folder) {
      return directories.stream()
          .map(directory -> directory.resolve(folder))
          .filter(Files::isDirectory)
          .flatMap(path -> list(path, file -> file.toString().endsWith(".yaml")).stream())
          .toList();
    }

    private static List<Path> list(Path directory, Predicate<Path> wanted) {
      try (Stream<Path> paths = Files.list(directory)) {
        return paths.filter(wanted).sorted().toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void requireIdOfFile(Document<? extends Entry> document, Path file) {
      String name = name(file);
      String id = document.value().id();
      if (!id.equals(name)) {
        problems.add(
            document.problem("/id", "is '" + id + "'. Allowed: the file's name, '" + name + "'."));
      }
    }

    private static String name(Path file) {
      return String.valueOf(file.getFileName()).replaceFirst("\\.yaml$", "");
    }

    /** Path below the first directory; with the directory where it lies in another. */
    private String nameOf(Path file) {
      Path first = directories.get(0);
      Path name = file.startsWith(first) ? first.relativize(file) : file;
      return name.toString().replace('\\', '/');
    }

    private void hash(Path file) {
      try {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        hashes.put(nameOf(file), HexFormat.of().formatHex(digest));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }
}
