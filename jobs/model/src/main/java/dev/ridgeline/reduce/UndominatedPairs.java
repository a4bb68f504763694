package dev.ridgeline.reduce;

import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.evaluate.PairSides;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The pairs of pools of some mixes that may matter where dollars decide.
 *
 * <p><b>Claim.</b> Of the feasible pairs of a mix with a price, each that is left out has one of
 * the same load that is not. That one costs less by a sure gap, and no more in either phase. Its
 * TTFT and TPOT are no longer.
 *
 * <p>The proof is that of {@link SideRule}: a side is left out where another one is no worse in any
 * quantity, and cheaper by a sure gap. It leaves out no side that is only slower, so pairs of equal
 * dollars all stay. It has no limits, so the nearest misses of limits stay, too.
 *
 * <p>Mixes, model, number formats and engine are set by {@link #begin} and {@link #add}. Each
 * {@link #plan} sets a load. Not for use by several threads at once.
 */
public final class UndominatedPairs {

  private final DesignSpace space;
  private final PairSides sides;
  private final List<Mix> mixes = new ArrayList<>();
  private final SideTable prefills = new SideTable();
  private final SideTable decodes = new SideTable();

  /**
   * Pairs of shardings of a mix, of which each left one meets each right one, with the numbers of
   * their pools.
   */
  private static final class Block {

    final PairRectangle shardings;
    final int[] prefills;
    final int[] decodes;

    Block(PairRectangle shardings, int[] prefills, int[] decodes) {
      this.shardings = shardings;
      this.prefills = prefills;
      this.decodes = decodes;
    }
  }

  /** A mix with the link between its pools. */
  private record Mix(List<Block> blocks, int link) {}

  /** Creates the pairs of a design space; of none of its mixes yet. */
  public UndominatedPairs(DesignSpace space) {
    this.space = space;
    this.sides = new PairSides(space);
  }

  /** Whether the claim holds for a mix. */
  public static boolean isPair(HardwareMix mix) {
    return mix instanceof HardwareMix.Disaggregated;
  }

  /**
   * Drops all mixes.
   *
   * @param positions positions on all axes, see {@link PairSides#begin}
   * @return whether any pair is feasible under the slow axes
   */
  public boolean begin(int[] positions) {
    mixes.clear();
    return sides.begin(positions);
  }

  /**
   * Adds a mix of two pools.
   *
   * @param hardware position of the mix
   * @param parallelism positions of its shardings
   * @return number of the mix until the next {@link #begin}
   */
  public int add(int hardware, int[] parallelism) {
    List<Block> blocks = new ArrayList<>();
    for (PairRectangle rectangle :
        PairRectangle.ofShardings(
            IntStream.of(parallelism), space.parallelism(), position -> Axis.PARALLELISM)) {
      int[] lefts =
          IntStream.range(0, rectangle.lefts())
              .map(left -> sides.prefill(hardware, rectangle.position(left, 0)))
              .toArray();
      int[] rights =
          IntStream.range(0, rectangle.rights())
              .map(right -> sides.decode(hardware, rectangle.position(0, right)))
              .toArray();
      blocks.add(new Block(rectangle, lefts, rights));
    }
    mixes.add(new Mix(blocks, sides.link(hardware)));
    return mixes.size() - 1;
  }

  /**
   * Plans the sides of all mixes for a load.
   *
   * @return whether the load is possible, see {@link PairSides#plan}
   */
  public boolean plan(int workflow, int context, int batch, int prefillUtilization) {
    return sides.plan(workflow, context, batch, prefillUtilization);
  }

  /**
   * Finds the pairs of a mix at the load that is planned.
   *
   * @param number number of the mix
   * @param farSeconds time from token to token beyond which a decode side is left out at all later
   *     loads
   * @param found receives the positions of their shardings
   */
  public void find(int number, int kvPolicy, int tariff, double farSeconds, IntConsumer found) {
    Mix mix = mixes.get(number);
    for (Block block : mix.blocks) {
      readPrefills(block, mix.link, tariff);
      readDecodes(block, mix.link, kvPolicy, tariff, farSeconds);
      double gap = PairJoin.SURE * (prefills.mostDollars() + decodes.mostDollars());
      prefills.keepUndominated(gap, Double.POSITIVE_INFINITY);
      decodes.keepUndominated(gap, Double.POSITIVE_INFINITY);
      for (int p = 0; p < prefills.size(); p++) {
        for (int d = 0; d < decodes.size(); d++) {
          found.accept(block.shardings.position(prefills.place(p), decodes.place(d)));
        }
      }
    }
  }

  private void readPrefills(Block block, int link, int tariff) {
    prefills.clear();
    for (int place = 0; place < block.prefills.length; place++) {
      int pool = block.prefills[place];
      if (pool != PairSides.NONE && sides.prefillFits(pool)) {
        double dollars = sides.prefillDollars(pool, link, tariff);
        if (!Double.isNaN(dollars)) {
          prefills.add(place, dollars, sides.prefillSeconds(pool), sides.senders(pool));
        }
      }
    }
  }

  private void readDecodes(Block block, int link, int kvPolicy, int tariff, double farSeconds) {
    decodes.clear();
    for (int place = 0; place < block.decodes.length; place++) {
      int pool = block.decodes[place];
      if (pool != PairSides.NONE && sides.decodeFits(pool) && sides.isPossible(kvPolicy, pool)) {
        double dollars = sides.decodeDollars(pool, link, tariff);
        double seconds = sides.secondsPerToken(pool);
        if (!Double.isNaN(dollars)) {
          decodes.add(place, dollars, seconds, sides.receivers(pool));
        }
        if (seconds > farSeconds) {
          block.decodes[place] = PairSides.NONE;
        }
      }
    }
  }
}
