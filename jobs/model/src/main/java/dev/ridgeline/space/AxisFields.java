package dev.ridgeline.space;

import java.util.List;

/**
 * What a sweep file says of one axis: a record whose components are fields of the object {@code
 * axes}, the optional ones with a default.
 *
 * @param <T> what a value on the axis is
 */
interface AxisFields<T> {

  /** The values that are meant; everything wrong with them is reported on the way. */
  List<T> values(Lookup lookup);
}
