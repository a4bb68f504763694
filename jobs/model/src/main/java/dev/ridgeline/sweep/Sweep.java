package dev.ridgeline.sweep;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.Source;
import dev.ridgeline.config.YamlReader;
import dev.ridgeline.space.DesignSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
   * Reads a sweep file and looks up every name in it.
   *
   * @throws ConfigException with every problem in the file
   */
  public static Sweep read(Path file, Catalogs catalogs) {
    List<Problem> problems = new ArrayList<>();
    return resolved(new YamlReader().read(file, SweepFile.class, problems), problems, catalogs);
  }

  /**
   * Reads a sweep from a text and looks up every name in it.
   *
   * @param file name of the text in messages
   * @throws ConfigException with every problem in the text
   */
  public static Sweep parse(String file, String text, Catalogs catalogs) {
    List<Problem> problems = new ArrayList<>();
    return resolved(
        new YamlReader().parse(file, text, SweepFile.class, problems), problems, catalogs);
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

  private static Sweep resolved(
      Optional<Document<SweepFile>> document, List<Problem> problems, Catalogs catalogs) {
    if (document.isEmpty()) {
      throw new ConfigException(problems);
    }
    return SweepReader.read(document.get(), catalogs, problems);
  }
}
