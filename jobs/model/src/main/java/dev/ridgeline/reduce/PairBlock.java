package dev.ridgeline.reduce;

import dev.ridgeline.catalog.Link;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.evaluate.PairSides;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import dev.ridgeline.space.Mixes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Pairs of pools of one group in which every prefill side meets every decode side: a rectangle of
 * mixes with a rectangle of shardings. The prefill sides are numbered by accelerator, then by
 * sharding; so are the decode sides.
 */
final class PairBlock {

  private final PairRectangle mixes;
  private final PairRectangle shardings;
  private final int[] prefills;
  private final int[] decodes;
  private final Optional<Link> linkOfPair;
  private Optional<PairBlock> faster = Optional.empty();
  private int link;

  private PairBlock(Optional<Link> linkOfPair, PairRectangle mixes, PairRectangle shardings) {
    this.linkOfPair = linkOfPair;
    this.mixes = mixes;
    this.shardings = shardings;
    this.prefills = new int[mixes.lefts() * shardings.lefts()];
    this.decodes = new int[mixes.rights() * shardings.rights()];
  }

  /** The blocks of all pairs of pools in a slice. */
  static List<PairBlock> of(
      DesignSpace space, GridSlice slice, Reduction reduction, GroupTable groups) {
    Mixes mixes = space.hardware();
    List<PairRectangle> ofMixes = PairRectangle.of(MixPieces.of(mixes, slice, reduction, groups));
    List<Parallelism> shardings = space.parallelism();
    List<PairRectangle> ofShardings =
        PairRectangle.ofShardings(
            slice.stream(Axis.PARALLELISM),
            shardings,
            position -> groups.classOf(Axis.PARALLELISM, position));
    List<PairBlock> blocks = new ArrayList<>();
    for (PairRectangle mix : ofMixes) {
      for (PairRectangle sharding : ofShardings) {
        HardwareMix first = mixes.get(mix.position(0, 0));
        Optional<Link> link =
            first instanceof HardwareMix.Disaggregated ? first.link() : Optional.empty();
        blocks.add(new PairBlock(link, mix, sharding));
      }
    }
    blocks.forEach(block -> block.faster = blocks.stream().filter(block::isBehind).findFirst());
    return blocks;
  }

  /**
   * Whether another block has all pairs of this one, in the same groups, over a faster link. The
   * exchange of a split decode crosses the link, too, so such blocks are behind none.
   */
  private boolean isBehind(PairBlock other) {
    if (linkOfPair.isEmpty() || other.linkOfPair.isEmpty() || other.shardings != shardings) {
      return false;
    }
    Link slow = linkOfPair.get();
    Link fast = other.linkOfPair.get();
    return fast.bytesPerSecond() > slow.bytesPerSecond()
        && fast.latencySeconds() <= slow.latencySeconds()
        && other.groupOfMixes() == groupOfMixes()
        && other.mixes.hasAllPartsOf(mixes);
  }

  private int groupOfMixes() {
    return ((MixPieces.Kind) mixes.kind()).group();
  }

  /** A block with all pairs of this one over a faster link; empty where there is none. */
  Optional<PairBlock> faster() {
    return faster;
  }

  /** Looks up the pools of all sides. */
  void begin(PairSides sides, boolean isPossible) {
    Arrays.fill(prefills, PairSides.NONE);
    Arrays.fill(decodes, PairSides.NONE);
    if (!isPossible) {
      return;
    }
    link = sides.link(mixes.position(0, 0));
    for (int mix = 0; mix < mixes.lefts(); mix++) {
      for (int sharding = 0; sharding < shardings.lefts(); sharding++) {
        prefills[mix * shardings.lefts() + sharding] =
            sides.prefill(mixes.position(mix, 0), shardings.position(sharding, 0));
      }
    }
    for (int mix = 0; mix < mixes.rights(); mix++) {
      for (int sharding = 0; sharding < shardings.rights(); sharding++) {
        decodes[mix * shardings.rights() + sharding] =
            sides.decode(mixes.position(0, mix), shardings.position(0, sharding));
      }
    }
  }

  /** Number of the link between the pools. */
  int link() {
    return link;
  }

  /** Numbers of the pools of prefill sides; {@link PairSides#NONE} where a side is impossible. */
  int[] prefills() {
    return prefills;
  }

  /** Numbers of the pools of decode sides; {@link PairSides#NONE} where a side is impossible. */
  int[] decodes() {
    return decodes;
  }

  /** Position on the axis of mixes of a pair of sides. */
  int hardware(int prefill, int decode) {
    return mixes.position(prefill / shardings.lefts(), decode / shardings.rights());
  }

  /** Position on the axis of shardings of a pair of sides. */
  int parallelism(int prefill, int decode) {
    return shardings.position(prefill % shardings.lefts(), decode % shardings.rights());
  }
}
