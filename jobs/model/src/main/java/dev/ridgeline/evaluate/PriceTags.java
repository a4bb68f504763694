package dev.ridgeline.evaluate;

import dev.ridgeline.space.DesignSpace;

/** The prices of an hour of each mix of a design space under each of its tariffs. */
final class PriceTags {

  private final PriceTag[][] tags;

  PriceTags(DesignSpace space) {
    this.tags =
        space.hardware().stream()
            .map(
                mix ->
                    space.tariffs().stream()
                        .map(tariff -> PriceTag.of(mix, tariff, space.prices()))
                        .toArray(PriceTag[]::new))
            .toArray(PriceTag[][]::new);
  }

  /** Returns the price tag of a mix under a tariff, by their positions on the axes. */
  PriceTag of(int mix, int tariff) {
    return tags[mix][tariff];
  }
}
