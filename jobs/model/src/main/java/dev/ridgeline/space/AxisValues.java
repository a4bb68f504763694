package dev.ridgeline.space;

import dev.ridgeline.deployment.HardwareMix;
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
    all.set(axis.order(), axis == Axis.HARDWARE ? mixes(others) : List.copyOf(others));
    return new AxisValues(all);
  }

  @SuppressWarnings("unchecked") // Values of the axis of hardware are mixes.
  private static Mixes mixes(List<?> values) {
    return Mixes.of((List<HardwareMix>) values);
  }

  /** The values on an axis. */
  @SuppressWarnings("unchecked") // Only values of the axis are put in its place.
  public <T> List<T> of(Axis<T> axis) {
    return (List<T>) values.get(axis.order());
  }

  /** The values on the axis of hardware, whose mixes are made when they are asked for. */
  public Mixes mixes() {
    return Mixes.of(of(Axis.HARDWARE));
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
