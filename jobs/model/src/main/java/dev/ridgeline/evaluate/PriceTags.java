package dev.ridgeline.evaluate;

import dev.ridgeline.space.DesignSpace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The prices of an hour of the mixes of a design space under its tariffs. A space may have millions
 * of mixes, and each task sees few of them at a time. So only the tags of the last mix are kept.
 */
final class PriceTags {

  private static final int NONE = -1;

  private final DesignSpace space;
  private final @Nullable PriceTag[] ofMix;
  private int mix = NONE;

  PriceTags(DesignSpace space) {
    this.space = space;
    this.ofMix = new PriceTag[space.tariffs().size()];
  }

  /** Returns the price tag of a mix under a tariff, by their positions on the axes. */
  PriceTag of(int wanted, int tariff) {
    if (wanted != mix) {
      Arrays.fill(ofMix, null);
      mix = wanted;
    }
    PriceTag tag = ofMix[tariff];
    if (tag == null) {
      tag = PriceTag.of(space.hardware().get(mix), space.tariffs().get(tariff), space.prices());
      ofMix[tariff] = tag;
    }
    return tag;
  }
}
