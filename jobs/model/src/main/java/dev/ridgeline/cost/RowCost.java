package dev.ridgeline.cost;

import dev.ridgeline.operator.StepShape;
import org.jspecify.annotations.Nullable;

/**
 * The cost of the parts of a step that depend only on its rows of new tokens. A step model keeps
 * several of them, each in a place of its own. Other rows of the same place displace it.
 */
final class RowCost {

  private static final int BITS_OF_PLACE = 5;

  /** Number of places: a grid has some ten batches, and up to five variants of the hardware. */
  static final int PLACES = 1 << BITS_OF_PLACE;

  /** Spreads hashes over all places (Knuth, The Art of Computer Programming 3, section 6.4). */
  private static final int GOLDEN_RATIO = 0x9E3779B9;

  private final StepCost cost = new StepCost();
  private double sequences;
  private double tokens;
  private double passes;
  private @Nullable Speedup speedup;

  /** The place of the rows of a shape, from 0 to {@link #PLACES} - 1. */
  static int place(StepShape shape, Speedup speedup) {
    int hash = Double.hashCode(shape.tokens());
    hash = 31 * hash + Double.hashCode(shape.passes());
    hash = 31 * hash + speedup.hashOfSpeed();
    return (hash * GOLDEN_RATIO) >>> (Integer.SIZE - BITS_OF_PLACE);
  }

  /** Whether the cost is that of the rows of a shape. */
  boolean isOf(StepShape shape, Speedup other) {
    return shape.tokens() == tokens
        && shape.sequences() == sequences
        && shape.passes() == passes
        && speedup != null
        && other.isAsFastAs(speedup);
  }

  /** Makes room for the cost of other rows, and returns it empty. */
  StepCost begin(StepShape shape, Speedup other) {
    sequences = shape.sequences();
    tokens = shape.tokens();
    passes = shape.passes();
    speedup = other;
    cost.clear();
    return cost;
  }

  /** Cost on one accelerator. */
  StepCost cost() {
    return cost;
  }
}
