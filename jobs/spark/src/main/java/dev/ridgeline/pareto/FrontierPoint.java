package dev.ridgeline.pareto;

import dev.ridgeline.frontier.Frontiers;
import dev.ridgeline.frontier.Skyline;
import java.util.ArrayList;
import java.util.List;

/**
 * A point of a frontier, or of a layer below it.
 *
 * @param group values that make its group, which may be null
 * @param rank 1 for the frontier, 2 for the frontier of the cells that it leaves, and so on
 * @param knee whether it is the knee of the frontier
 * @param layer layer of the point
 * @param place place of the point in the layer
 */
public record FrontierPoint(List<String> group, long rank, boolean knee, Skyline layer, int place) {

  /** All points of a group, layer by layer. */
  static List<FrontierPoint> of(List<String> group, Skyline frontier) {
    List<FrontierPoint> points = new ArrayList<>();
    int knee = Frontiers.knee(frontier.points());
    long rank = 1;
    for (Skyline layer = frontier; layer != null; layer = layer.below(), rank++) {
      for (int place = 0; place < layer.size(); place++) {
        points.add(new FrontierPoint(group, rank, rank == 1 && place == knee, layer, place));
      }
    }
    return points;
  }

  /** The value of an objective, minimized. */
  public double minimized(int objective) {
    return layer.value(place, objective);
  }

  /** Number of the cell. */
  public long cell() {
    return layer.id(place);
  }
}
