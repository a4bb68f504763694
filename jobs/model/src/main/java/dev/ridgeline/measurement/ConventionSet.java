package dev.ridgeline.measurement;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The conventions of all publishers. Those of all points come first, so that those of a publisher
 * replace them.
 *
 * @param all the conventions
 */
public record ConventionSet(List<Conventions> all) {

  /**
   * Folder of a directory of catalogs that has the facts, and the conventions of each publisher.
   */
  public static final String FOLDER = "measurements";

  /** No conventions: names mean what they say. */
  public static final ConventionSet NONE = new ConventionSet(List.of());

  public ConventionSet {
    all =
        all.stream()
            .sorted(Comparator.comparing(conventions -> !conventions.publications().isEmpty()))
            .toList();
  }

  /**
   * Reads the conventions of a directory of catalogs.
   *
   * @throws ConfigException with all problems of all files
   */
  public static ConventionSet read(Path catalogs) {
    return read(List.of(catalogs.resolve(FOLDER)));
  }

  /**
   * Reads the conventions of several folders. Those of a later folder replace those of an earlier
   * one with the same id.
   *
   * @param folders folders of measurements; absent ones have no conventions
   * @throws ConfigException with all problems of all files
   */
  public static ConventionSet read(List<Path> folders) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Conventions> all = new LinkedHashMap<>();
    for (Path folder : folders) {
      for (Path file : files(folder)) {
        new YamlReader()
            .read(file, Conventions.class, problems)
            .ifPresent(document -> add(document, file, all, problems));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new ConventionSet(List.copyOf(all.values()));
  }

  private static void add(
      Document<Conventions> document,
      Path file,
      Map<String, Conventions> all,
      List<Problem> problems) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.yaml$", "");
    if (!document.value().id().equals(name)) {
      problems.add(
          document.problem(
              "/id",
              "is '" + document.value().id() + "'. Allowed: the file's name, '" + name + "'."));
    }
    all.put(document.value().id(), document.value());
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The conventions of a point, the special ones last. */
  private List<Conventions> of(MeasuredPoint point) {
    return all.stream().filter(conventions -> conventions.areOf(point)).toList();
  }

  /** The family of the point's engine. */
  public String engineFamily(MeasuredPoint point) {
    return meaning(point, point.software().engine(), Conventions::engines);
  }

  /** The id of the point's accelerator. */
  public String accelerator(MeasuredPoint point) {
    return meaning(point, point.machine().accelerator(), Conventions::accelerators);
  }

  /** The id of the point's model. */
  public String model(MeasuredPoint point) {
    return meaning(point, point.model().model(), Conventions::models);
  }

  /** The id of the point's quantization. */
  public String quantization(MeasuredPoint point) {
    return meaning(point, point.model().quantization(), Conventions::quantizations);
  }

  private String meaning(
      MeasuredPoint point, String name, Function<Conventions, Map<String, String>> names) {
    String meant = name;
    for (Conventions conventions : of(point)) {
      meant = names.apply(conventions).getOrDefault(name, meant);
    }
    return meant;
  }

  /**
   * The rules that hold for a point, the weaker ones first.
   *
   * @param accelerator id of the point's accelerator
   * @param model id of the point's model
   */
  public List<Conventions.Rule> rules(MeasuredPoint point, String accelerator, String model) {
    return of(point).stream()
        .flatMap(conventions -> conventions.rules().stream())
        .filter(rule -> rule.holdsFor(point, accelerator, model))
        .toList();
  }
}
