package dev.ridgeline.reduce;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.GridSlice;
import dev.ridgeline.space.MixProduct;
import dev.ridgeline.space.Mixes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * The pairs of pools of a slice as pieces: each is all pairs of some prefill with some decode
 * sides, over one link and in one group. Products that the slice has as a whole are divided by
 * sides. Only where a filter has left a part of them are its positions looked at.
 */
final class MixPieces {

  private final GridSlice slice;
  private final GroupTable groups;
  private final List<PairRectangle.Piece> pieces = new ArrayList<>();

  private MixPieces(GridSlice slice, GroupTable groups) {
    this.slice = slice;
    this.groups = groups;
  }

  /**
   * What the mixes of a rectangle have in common.
   *
   * @param deployment how the phases share accelerators
   * @param link id of the link between pools
   * @param group class of the group
   */
  record Kind(MixProduct.Deployment deployment, String link, int group) {}

  static List<PairRectangle.Piece> of(
      Mixes mixes, GridSlice slice, Reduction reduction, GroupTable groups) {
    MixPieces all = new MixPieces(slice, groups);
    for (int product = 0; product < mixes.products().size(); product++) {
      if (SideRule.isPair(mixes.products().get(product), reduction)) {
        all.add(mixes.products().get(product), mixes.first(product));
      }
    }
    return all.pieces;
  }

  private void add(MixProduct product, int first) {
    int lefts = product.prefills().size();
    int rights = product.decodeSides();
    int left = slice.sizeBetween(Axis.HARDWARE, first, first + product.size());
    if (left == product.size()) {
      for (int link = 0; link < product.links().size(); link++) {
        add(product, first, link, all(lefts), all(rights));
      }
    } else if (left > 0) {
      addFiltered(product, first, lefts, rights);
    }
  }

  private static BitSet all(int size) {
    BitSet all = new BitSet(size);
    all.set(0, size);
    return all;
  }

  /** Adds the pairs that a filter has left. Prefill sides with the same decode sides are alike. */
  private void addFiltered(MixProduct product, int first, int lefts, int rights) {
    BitSet[] kept = new BitSet[product.links().size() * lefts];
    Arrays.setAll(kept, any -> new BitSet(rights));
    slice
        .between(Axis.HARDWARE, first, first + product.size())
        .map(position -> position - first)
        .forEach(
            place ->
                kept[product.linkAt(place) * lefts + product.prefillAt(place)].set(
                    product.decodeSideAt(place)));
    for (int link = 0; link < product.links().size(); link++) {
      Map<BitSet, BitSet> alike = new LinkedHashMap<>();
      for (int left = 0; left < lefts; left++) {
        BitSet ofLeft = kept[link * lefts + left];
        if (!ofLeft.isEmpty()) {
          alike.computeIfAbsent(ofLeft, any -> new BitSet(lefts)).set(left);
        }
      }
      for (Map.Entry<BitSet, BitSet> some : alike.entrySet()) {
        add(product, first, link, some.getValue(), some.getKey());
      }
    }
  }

  /**
   * Adds all pairs of some sides over a link. The class of a group follows from the link and from
   * what each side shows, so sides with the same class beside one other side have it beside all.
   */
  private void add(MixProduct product, int first, int link, BitSet lefts, BitSet rights) {
    int oneLeft = lefts.nextSetBit(0);
    int oneRight = rights.nextSetBit(0);
    List<BitSet> leftClasses = byClass(lefts, left -> first + product.place(left, link, oneRight));
    List<BitSet> rightClasses =
        byClass(rights, right -> first + product.place(oneLeft, link, right));
    for (BitSet ofLeft : leftClasses) {
      Map<Object, Integer> leftShares = new LinkedHashMap<>();
      ofLeft.stream()
          .forEach(
              left ->
                  leftShares.put(
                      product.prefills().get(left).accelerator().id(),
                      first + product.place(left, link, 0)));
      for (BitSet ofRight : rightClasses) {
        Map<Object, Integer> rightShares = new LinkedHashMap<>();
        ofRight.stream()
            .forEach(
                right ->
                    rightShares.put(
                        right(product, right),
                        product.place(0, link, right) - product.place(0, link, 0)));
        int position = first + product.place(ofLeft.nextSetBit(0), link, ofRight.nextSetBit(0));
        pieces.add(
            new PairRectangle.Piece(
                new Kind(
                    product.deployment(),
                    product.links().get(link).id(),
                    groups.classOf(Axis.HARDWARE, position)),
                leftShares,
                rightShares));
      }
    }
  }

  private List<BitSet> byClass(BitSet sides, IntUnaryOperator position) {
    Map<Integer, BitSet> byClass = new LinkedHashMap<>();
    sides.stream()
        .forEach(
            side ->
                byClass
                    .computeIfAbsent(
                        groups.classOf(Axis.HARDWARE, position.applyAsInt(side)),
                        any -> new BitSet())
                    .set(side));
    return List.copyOf(byClass.values());
  }

  /** What decodes: an accelerator, that of the feed-forward side where there is one, and a tier. */
  private static Object right(MixProduct product, int side) {
    KvTier tier = product.tiers().get(side % product.tiers().size());
    int beforeTier = side / product.tiers().size();
    if (product.feedForwards().isEmpty()) {
      return List.of(product.decodes().get(beforeTier).id(), tier);
    }
    Accelerator ffn = product.feedForwards().get(beforeTier % product.feedForwards().size());
    return List.of(
        product.decodes().get(beforeTier / product.feedForwards().size()).id(), ffn.id(), tier);
  }
}
