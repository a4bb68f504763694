package dev.ridgeline.sweep;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.Source;
import dev.ridgeline.config.YamlReader;
import dev.ridgeline.config.YamlTree;
import dev.ridgeline.space.DesignSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A sweep that is ready to be evaluated, with the file and the catalogs that it was read from.
 *
 * @param source the sweep file
 * @param name name of the sweep
 * @param description purpose of the sweep; empty where the file has none
 * @param space the design space
 * @param targets latencies within which the summary looks for the cheapest cells
 * @param catalogs catalogs of the sweep, its own variants included
 */
public record Sweep(
    Source source,
    String name,
    String description,
    DesignSpace space,
    LatencyTargets targets,
    Catalogs catalogs) {

  /**
   * Reads a sweep file and its catalogs, and looks up every name in it.
   *
   * @throws ConfigException with every problem in all files
   */
  public static Sweep read(Path file, CatalogDirectories directories) {
    List<Problem> problems = new ArrayList<>();
    Optional<YamlTree> tree = new YamlReader().tree(file, problems);
    return read(tree, directories, problems);
  }

  /**
   * Reads a sweep from a text, and its catalogs; otherwise as {@link #read(Path,
   * CatalogDirectories)}.
   *
   * @param file name of the text in messages
   */
  public static Sweep parse(String file, String text, CatalogDirectories directories) {
    List<Problem> problems = new ArrayList<>();
    Optional<YamlTree> tree = new YamlReader().tree(file, text, problems);
    return read(tree, directories, problems);
  }

  /**
   * Reads a sweep file and looks up every name in it.
   *
   * @throws ConfigException with every problem in the file
   */
  public static Sweep read(Path file, Catalogs catalogs) {
    List<Problem> problems = new ArrayList<>();
    return resolved(new YamlReader().tree(file, problems), problems, catalogs);
  }

  /**
   * Reads a sweep from a text and looks up every name in it.
   *
   * @param file name of the text in messages
   * @throws ConfigException with every problem in the text
   */
  public static Sweep parse(String file, String text, Catalogs catalogs) {
    List<Problem> problems = new ArrayList<>();
    return resolved(new YamlReader().tree(file, text, problems), problems, catalogs);
  }

  private static Sweep read(
      Optional<YamlTree> tree, CatalogDirectories directories, List<Problem> ofSweep) {
    List<Problem> ofCatalogs = new ArrayList<>();
    Optional<Catalogs> catalogs = directories.read(ofCatalogs);
    Optional<Sweep> sweep = Optional.empty();
    if (catalogs.isPresent()) {
      sweep = made(tree, ofSweep, catalogs.get());
    } else {
      tree.ifPresent(read -> read.partAs(SweepFile.class, ofSweep));
    }
    List<Problem> problems = new ArrayList<>(ofSweep);
    problems.addAll(ofCatalogs);
    return whole(sweep, problems);
  }

  /**
   * Reads the latency targets of a sweep alone, without its catalogs.
   *
   * @param file name of the text in messages
   * @throws ConfigException where the text is no sweep
   */
  public static LatencyTargets targetsOf(String file, String text) {
    List<Problem> problems = new ArrayList<>();
    return new YamlReader()
        .parse(file, text, SweepFile.class, problems)
        .flatMap(document -> document.value().targets())
        .map(SweepFile.Targets::latencies)
        .orElse(LatencyTargets.NONE);
  }

  /** What decides up to which time to first token sessions are counted. */
  public SessionTarget sessionTarget() {
    return SessionTarget.of(source.file(), source.text());
  }

  /** This sweep, whose sessions are counted up to another time to first token. */
  public Sweep countingSessions(SessionTarget target) {
    return new Sweep(
        source,
        name,
        description,
        space.with(space.settings().withTurnTtft(target.ttftSeconds())),
        targets,
        catalogs);
  }

  private static Sweep resolved(
      Optional<YamlTree> tree, List<Problem> problems, Catalogs catalogs) {
    return whole(made(tree, problems, catalogs), problems);
  }

  private static Optional<Sweep> made(
      Optional<YamlTree> tree, List<Problem> problems, Catalogs catalogs) {
    return tree.flatMap(read -> read.partAs(SweepFile.class, problems))
        .flatMap(
            document ->
                SweepReader.read(
                    document,
                    catalogs,
                    Set.copyOf(tree.orElseThrow().texts("/variants", "id")),
                    problems));
  }

  private static Sweep whole(Optional<Sweep> sweep, List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return sweep.orElseThrow();
  }
}
