package dev.ridgeline.measurement;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.NearestName;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which points of a file are wanted.
 *
 * @param split part of the data; empty for all parts
 * @param cleanOnly whether only points are wanted that their publisher trusts
 */
public record PointSelection(Optional<String> split, boolean cleanOnly) {

  /**
   * Returns the wanted points.
   *
   * @param file file of the points in messages
   * @throws ConfigException where no point is wanted
   */
  public List<MeasuredPoint> of(String file, List<MeasuredPoint> points) {
    List<MeasuredPoint> wanted = points.stream().filter(this::wants).toList();
    if (wanted.isEmpty()) {
      throw new ConfigException(file, "has no point that is wanted." + advice(points));
    }
    return wanted;
  }

  private boolean wants(MeasuredPoint point) {
    return (split.isEmpty() || split.get().equals(point.label().split()))
        && (!cleanOnly || point.label().clean().orElse(false));
  }

  private String advice(List<MeasuredPoint> points) {
    TreeSet<String> splits = new TreeSet<>();
    points.forEach(point -> splits.add(point.label().split()));
    splits.remove("");
    return split.isPresent() && !splits.contains(split.get())
        ? " Unknown split '" + split.get() + "'." + NearestName.advice(split.get(), splits)
        : " No point of the split is marked as clean.";
  }
}
