package dev.ridgeline.pareto;

import dev.ridgeline.frontier.Skyline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Frontiers that are in memory.
 *
 * @param query the request
 * @param skylines the frontiers, by the values of their groups; their points are sorted
 */
public record FoundFrontiers(FrontierQuery query, Map<List<String>, Skyline> skylines) {

  /** Sorts the points of frontiers. */
  public static FoundFrontiers of(FrontierQuery query, Map<List<String>, Skyline> skylines) {
    skylines.values().forEach(Skyline::sort);
    return new FoundFrontiers(query, new LinkedHashMap<>(skylines));
  }

  /** The numbers of groups and points. */
  public FrontierTables.Counts counts() {
    return new FrontierTables.Counts(skylines.size(), inGridOrder().size());
  }

  /** The frontiers in numbers. */
  public List<FrontierGroup> groups() {
    List<FrontierGroup> groups = new ArrayList<>();
    skylines.forEach(
        (group, skyline) ->
            groups.add(FrontierGroup.of(group, skyline, query.minimizedReference())));
    return groups;
  }

  /** The points of all layers of all frontiers, in the order of their cells. */
  public List<FrontierPoint> inGridOrder() {
    List<FrontierPoint> points = new ArrayList<>();
    skylines.forEach((group, skyline) -> points.addAll(FrontierPoint.of(group, skyline)));
    points.sort(Comparator.comparingLong(FrontierPoint::cell));
    return points;
  }

  /**
   * A point that is shown of a frontier.
   *
   * @param point the point
   * @param isBest whether it is the best in the first objective
   */
  public record Shown(FrontierPoint point, boolean isBest) {}

  /** Of each frontier the point that is best in the first objective, and the knee. */
  public List<Shown> shown() {
    List<Shown> shown = new ArrayList<>();
    skylines.forEach(
        (group, skyline) -> {
          // Points are sorted by the first objective, but not by cell where that is equal.
          List<FrontierPoint> points =
              FrontierPoint.of(group, skyline).stream().filter(one -> one.rank() == 1).toList();
          FrontierPoint best = points.get(0);
          for (FrontierPoint point : points) {
            boolean isEqual = point.minimized(0) == best.minimized(0);
            best = isEqual && point.cell() < best.cell() ? point : best;
          }
          shown.add(new Shown(best, true));
          for (FrontierPoint point : points) {
            if (point.knee() && point.cell() != best.cell()) {
              shown.add(new Shown(point, false));
            }
          }
        });
    return shown;
  }
}
