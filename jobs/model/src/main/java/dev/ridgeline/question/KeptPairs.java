package dev.ridgeline.question;

import dev.ridgeline.choice.CellLimit;
import dev.ridgeline.choice.CellObjective;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.reduce.UndominatedPairs;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The cells of pairs of pools that a search evaluates, of those that it would evaluate otherwise.
 *
 * <p>A {@link MixTally} keeps the same of them as of all cells, where the price of a request
 * decides and latencies of a request are limited. By the claim of {@link UndominatedPairs}, a cell
 * q that is left out has a cell p that is not. It is cheaper, no slower, and no dearer in either
 * phase. So it is ahead of q wherever q is kept:
 *
 * <ul>
 *   <li><b>The best</b> is the cheapest cell within the limits. Where q is within, so is p.
 *   <li><b>The nearest miss</b> is the cell that misses least, then the cheapest. Where q misses, p
 *       misses by no more, or is within. No miss counts where a cell is within.
 *   <li><b>The least miss of one limit alone.</b> Where q misses this limit alone, p misses none or
 *       this one.
 *   <li><b>Candidates</b> for other prices are undominated in the dollars of the phases. Here p
 *       dominates q.
 *   <li><b>The reason</b> why a mix has no cell is that of an infeasible one. So all cells of a mix
 *       are evaluated where none of its pairs is feasible.
 * </ul>
 *
 * <p>A search leaves out batches that are larger than one that does not fit or is far too slow. A
 * batch that fits a side has no smaller one that does not. A decode side that is far too slow
 * stands for no other at larger batches.
 */
final class KeptPairs {

  /** Position on the axes of which a question has one value. */
  private static final int FIRST = 0;

  private final DesignSpace space;

  /** The cells of mixes of which not all are evaluated, by the position of the mix. */
  private final Map<Integer, BitSet> cells = new HashMap<>();

  private KeptPairs(DesignSpace space) {
    this.space = space;
  }

  /** Whether these cells are enough for what is best, and for the limits. */
  static boolean areEnough(CellObjective objective, List<CellLimit> limits) {
    Set<String> latencies = Set.of(CellColumns.TTFT_S.name(), CellColumns.TPOT_S.name());
    return objective.equals(CellObjective.PRICE)
        && limits.stream()
            .allMatch(
                one -> one.kind() == CellLimit.Kind.AT_MOST && latencies.contains(one.column()));
  }

  /** All cells. */
  static KeptPairs all(DesignSpace space) {
    return new KeptPairs(space);
  }

  /**
   * Finds the cells that are evaluated.
   *
   * @param mixes positions of the mixes that are evaluated
   * @param farSeconds TPOT beyond which no larger batch is tried
   */
  static KeptPairs of(Tried tried, IntPredicate mixes, double farSeconds) {
    DesignSpace space = tried.space();
    KeptPairs kept = new KeptPairs(space);
    UndominatedPairs pairs = new UndominatedPairs(space);
    for (int formats = 0; formats < space.quantizations().size(); formats++) {
      int[] tries = tried.pairs(formats, mixes);
      for (int engine = 0; tries.length > 0 && engine < space.engineChoices().size(); engine++) {
        int[] positions = new int[Axis.ALL.size()];
        positions[Axis.QUANTIZATION.order()] = formats;
        positions[Axis.ENGINE.order()] = engine;
        if (!pairs.begin(positions)) {
          return all(space);
        }
        for (int mix : tries) {
          pairs.add(mix, tried.shardings(mix));
        }
        kept.find(pairs, tried, tries, formats, engine, farSeconds);
      }
    }
    kept.cells.values().removeIf(BitSet::isEmpty);
    return kept;
  }

  /** Adds the pairs of some mixes with the same number formats and engine. */
  private void find(
      UndominatedPairs pairs, Tried tried, int[] mixes, int formats, int engine, double far) {
    for (int batch = 0; batch < space.batches().size(); batch++) {
      int at = batch;
      if (IntStream.of(mixes).anyMatch(mix -> tried.hasBatch(mix, at))
          && pairs.plan(FIRST, FIRST, batch, FIRST)) {
        for (int number = 0; number < mixes.length; number++) {
          if (tried.hasBatch(mixes[number], batch)) {
            BitSet ofMix = cells.computeIfAbsent(mixes[number], any -> new BitSet());
            pairs.find(
                number,
                FIRST,
                FIRST,
                far,
                sharding -> ofMix.set(place(formats, engine, sharding, at)));
          }
        }
      }
    }
  }

  /**
   * Whether a cell is evaluated.
   *
   * @param positions its positions on all axes
   */
  boolean has(int[] positions) {
    BitSet ofMix = cells.get(positions[Axis.HARDWARE.order()]);
    return ofMix == null
        || ofMix.get(
            place(
                positions[Axis.QUANTIZATION.order()],
                positions[Axis.ENGINE.order()],
                positions[Axis.PARALLELISM.order()],
                positions[Axis.BATCH.order()]));
  }

  private int place(int formats, int engine, int sharding, int batch) {
    int place = formats * space.engineChoices().size() + engine;
    place = place * space.parallelism().size() + sharding;
    return place * space.batches().size() + batch;
  }
}
