package dev.ridgeline.space;

import java.util.List;

/**
 * The fields of one axis in a sweep file. A record implements this, and its components are fields
 * of the object {@code axes}; optional ones have a default.
 *
 * @param <T> type of a value on the axis
 */
interface AxisFields<T> {

  /** Returns the values on the axis, and reports every problem with them to the lookup. */
  List<T> values(Lookup lookup);
}
