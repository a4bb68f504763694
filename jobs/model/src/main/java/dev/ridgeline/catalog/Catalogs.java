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
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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
 * @param fileHashes SHA-256 of each file by its path below the directory, to state in a run what it
 *     was computed from
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
    SortedMap<String, String> fileHashes) {

  /**
   * Reads every entry below {@code directory}.
   *
   * @throws ConfigException with all problems of all files
   */
  public static Catalogs read(Path directory) {
    List<Problem> problems = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      throw new ConfigException(directory.toString(), "is not a directory of catalogs");
    }
    Loader loader = new Loader(directory, new YamlReader(), problems, new TreeMap<>());
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
            loader.hashes);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return catalogs;
  }

  /** Reads one folder after the other, collecting problems and hashes on the way. */
  private record Loader(
      Path directory, YamlReader reader, List<Problem> problems, SortedMap<String, String> hashes) {

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
      Path path = directory.resolve(folder);
      if (!Files.isDirectory(path)) {
        problems.add(new Problem(path.toString(), "", 0, "is missing: catalogs need this folder"));
        return List.of();
      }
      try (Stream<Path> files = Files.list(path)) {
        return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
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

    private void hash(Path file) {
      try {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        String path = directory.relativize(file).toString().replace('\\', '/');
        hashes.put(path, HexFormat.of().formatHex(digest));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }
}
