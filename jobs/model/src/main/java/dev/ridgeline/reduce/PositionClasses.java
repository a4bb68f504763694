package dev.ridgeline.reduce;

import static java.util.Objects.requireNonNull;

import dev.ridgeline.evaluate.AlikePositions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Classes of the positions on an axis. A few positions have a class each. Of many, only those have
 * one that stand for others.
 */
final class PositionClasses {

  /** Most positions that have a class each, and most for each position that stands for others. */
  private static final int MOST_LISTED = 1 << 16;

  private static final int MOST_ALIKE = 16;

  private final AlikePositions alike;
  private final int[] listed;
  private final Map<Integer, Integer> byFirst = new HashMap<>();
  private int lastPosition = -1;
  private int lastClass;

  /**
   * @param size number of positions
   * @param classOf class of a position that stands for others, asked in rising order
   */
  PositionClasses(AlikePositions alike, int size, IntUnaryOperator classOf) {
    this.alike = alike;
    boolean isListed = size <= MOST_LISTED || alike.firsts().count() > size / MOST_ALIKE;
    this.listed = isListed ? new int[size] : new int[0];
    if (isListed) {
      Arrays.fill(listed, -1);
      alike.firsts().forEach(first -> listed[first] = classOf.applyAsInt(first));
      Arrays.setAll(
          listed,
          position -> listed[position] < 0 ? listed[alike.first(position)] : listed[position]);
    } else {
      alike.firsts().forEach(first -> byFirst.put(first, classOf.applyAsInt(first)));
    }
  }

  int of(int position) {
    if (listed.length > 0) {
      return listed[position];
    }
    if (position != lastPosition) {
      lastPosition = position;
      lastClass = requireNonNull(byFirst.get(alike.first(position)));
    }
    return lastClass;
  }
}
