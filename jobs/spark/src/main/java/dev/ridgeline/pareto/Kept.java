package dev.ridgeline.pareto;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.frontier.Ties;
import java.io.Serializable;

/**
 * A rule that says which points a skyline keeps.
 *
 * @param ties which points are kept of those that are equal in all objectives
 * @param epsilon share by which a kept point may be worse, see {@link Skyline}; 0 for the whole
 *     frontier
 * @param layers number of layers; 1 for the frontier alone
 */
public record Kept(Ties ties, double epsilon, int layers) implements Serializable {

  public Kept {
    require(epsilon, layers);
  }

  /**
   * Checks the numbers of a request.
   *
   * @throws ConfigException when a number is out of its range
   */
  public static void require(double epsilon, int layers) {
    if (!(epsilon >= 0 && epsilon < 1)) {
      throw new ConfigException(
          "--epsilon", "is " + epsilon + ". Allowed: 0, or a share below 1 such as 0.05.");
    }
    if (layers < 1 || layers > Skyline.MOST_LAYERS || (layers > 1 && epsilon > 0)) {
      throw new ConfigException(
          "--layers",
          "is " + layers + ". Allowed: 1 to " + Skyline.MOST_LAYERS + "; only 1 with --epsilon.");
    }
  }

  /** An empty skyline. */
  Skyline skyline(int objectives) {
    return epsilon > 0
        ? new Skyline(objectives, ties, epsilon)
        : Skyline.ofLayers(objectives, ties, layers);
  }
}
