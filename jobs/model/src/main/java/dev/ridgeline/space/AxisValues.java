package dev.ridgeline.space;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The values on each axis. */
public final class AxisValues implements Serializable {

  private static final long serialVersionUID = 1L;

  /** No value on any axis. */
  public static final AxisValues NONE =
      new AxisValues(Collections.nCopies(Axis.ALL.size(), List.of()));

  /** By the order of their axes. */
  private final List<List<?>> values;

  private AxisValues(List<List<?>> values) {
    this.values = List.copyOf(values);
  }

  /** Returns these values with other ones on one axis. */
  public <T> AxisValues with(Axis<T> axis, List<T> others) {
    List<List<?>> all = new ArrayList<>(values);
    all.set(axis.order(), List.copyOf(others));
    return new AxisValues(all);
  }

  /** The values on an axis. */
  @SuppressWarnings("unchecked") // Only values of the axis are put in its place.
  public <T> List<T> of(Axis<T> axis) {
    return (List<T>) values.get(axis.order());
  }

  /**
   * The grid that the values span.
   *
   * @throws ArithmeticException where the grid has more cells than a {@code long} can count
   */
  Grid grid() {
    return Grid.of(values.stream().map(List::size).toList());
  }
}
