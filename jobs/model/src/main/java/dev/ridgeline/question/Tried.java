package dev.ridgeline.question;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.choice.Mix;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.reduce.UndominatedPairs;
import dev.ridgeline.space.DesignSpace;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** What a search tries of the design space of a question, by positions on its axes. */
final class Tried {

  /** Says which batches of a mix are tried. */
  interface Batches {
    boolean has(Mix mix, int batch);
  }

  private final QuestionSpace questioned;
  private final DesignSpace space;
  private final List<Mix> mixes;
  private final List<int[]> shardings;
  private final List<BitSet> batches;

  Tried(QuestionSpace questioned, Batches batches) {
    this.questioned = questioned;
    this.space = questioned.space();
    this.mixes = space.hardware().stream().map(Tried::mixOf).toList();
    this.shardings = space.hardware().stream().map(questioned::shardings).toList();
    this.batches = mixes.stream().map(mix -> positions(mix, batches)).toList();
  }

  private BitSet positions(Mix mix, Batches of) {
    BitSet positions = new BitSet();
    for (int batch = 0; batch < space.batches().size(); batch++) {
      positions.set(batch, of.has(mix, space.batches().get(batch)));
    }
    return positions;
  }

  private static Mix mixOf(HardwareMix mix) {
    return new Mix(
        mix.prefill().id(),
        mix.decode().id(),
        mix.feedForward().map(Accelerator::id).orElse(null),
        mix.link().map(Link::id).orElse(null),
        mix.tier().label());
  }

  DesignSpace space() {
    return space;
  }

  /** All mixes in the order of their axis. */
  List<Mix> mixes() {
    return mixes;
  }

  /** Whether a mix is tried with some number formats. */
  boolean has(int mix, int formats) {
    return questioned.tries(space.hardware().get(mix), space.quantizations().get(formats));
  }

  /** Positions of the pairs of pools among some mixes that are tried with some number formats. */
  int[] pairs(int formats, IntPredicate of) {
    return IntStream.range(0, mixes.size())
        .filter(of)
        .filter(mix -> UndominatedPairs.isPair(space.hardware().get(mix)))
        .filter(mix -> has(mix, formats))
        .toArray();
  }

  /** Positions of the shardings that a mix is tried with. */
  int[] shardings(int mix) {
    return shardings.get(mix);
  }

  /** Whether a mix is tried with the batch at a position. */
  boolean hasBatch(int mix, int batch) {
    return batches.get(mix).get(batch);
  }
}
