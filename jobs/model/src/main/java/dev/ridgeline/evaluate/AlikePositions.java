package dev.ridgeline.evaluate;

import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.MixPart;
import dev.ridgeline.space.Mixes;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Positions on an axis that have the same values in some columns, without a look at the values.
 * Hardware mixes are alike where their parts are the same. So a column of one side of pairs is read
 * for each side, and not for each pair. On other axes each position stands for itself alone.
 */
public final class AlikePositions {

  private final Optional<Mixes> mixes;
  private final Set<MixPart> parts = EnumSet.noneOf(MixPart.class);
  private final int size;

  private AlikePositions(Optional<Mixes> mixes, int size) {
    this.mixes = mixes;
    this.size = size;
  }

  /**
   * The positions on an axis by the values of columns.
   *
   * @param columns columns that the axis decides
   */
  public static AlikePositions of(DesignSpace space, Axis<?> axis, Collection<CellColumn> columns) {
    boolean areOfParts =
        axis == Axis.HARDWARE && columns.stream().allMatch(column -> column.part().isPresent());
    AlikePositions alike =
        new AlikePositions(
            areOfParts ? Optional.of(space.hardware()) : Optional.empty(), space.grid().size(axis));
    columns.forEach(column -> column.part().ifPresent(alike.parts::add));
    return alike;
  }

  /** The position that stands for another: the first that is known to be alike. */
  public int first(int position) {
    return mixes.isPresent() ? mixes.get().firstWith(parts, position) : position;
  }

  /** All positions that stand for others, in rising order. */
  public IntStream firsts() {
    return mixes.isPresent() ? mixes.get().firstsWith(parts) : IntStream.range(0, size);
  }
}
