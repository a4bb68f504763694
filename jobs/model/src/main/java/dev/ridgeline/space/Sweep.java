package dev.ridgeline.space;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A sweep ready to be evaluated.
 *
 * @param name what it is called
 * @param description what it is for; empty when the file does not say
 * @param space the design space
 * @param targets latency within which the summary looks for the cheapest cells
 * @param catalogs what it was made from, its own variants included
 */
public record Sweep(
    String name, String description, DesignSpace space, LatencyTargets targets, Catalogs catalogs) {

  /**
   * Reads a sweep file and looks up everything it names.
   *
   * @throws ConfigException with everything that is wrong with it
   */
  public static Sweep read(Path file, Catalogs catalogs) {
    List<Problem> problems = new ArrayList<>();
    return resolved(new YamlReader().read(file, SweepFile.class, problems), problems, catalogs);
  }

  /**
   * As {@link #read}, of a text.
   *
   * @param file what messages call it
   */
  public static Sweep parse(String file, String text, Catalogs catalogs) {
    List<Problem> problems = new ArrayList<>();
    return resolved(
        new YamlReader().parse(file, text, SweepFile.class, problems), problems, catalogs);
  }

  private static Sweep resolved(
      Optional<Document<SweepFile>> document, List<Problem> problems, Catalogs catalogs) {
    if (document.isEmpty()) {
      throw new ConfigException(problems);
    }
    return SweepResolver.resolve(document.get(), catalogs);
  }
}
