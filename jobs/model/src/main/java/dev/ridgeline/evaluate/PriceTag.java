package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.PriceBasis;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.economics.PoolPrices;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What an hour of a mix costs under a tariff.
 *
 * @param prices prices of the pools; null where one is unknown
 * @param missing which pool has none; empty where all have
 */
record PriceTag(PoolPrices prices, String missing) {

  static PriceTag of(HardwareMix mix, PriceBasis tariff, Map<String, PriceBook> books) {
    OptionalDouble prefill = dollarsPerHour(mix.prefill(), tariff, books);
    OptionalDouble decode = dollarsPerHour(mix.decode(), tariff, books);
    OptionalDouble feedForward =
        mix.feedForward().isPresent()
            ? dollarsPerHour(mix.feedForward().get(), tariff, books)
            : OptionalDouble.of(0);
    if (prefill.isEmpty() || decode.isEmpty() || feedForward.isEmpty()) {
      String pool = prefill.isEmpty() ? "prefill" : decode.isEmpty() ? "decode" : "ffn";
      return new PriceTag(null, pool + ": no such tariff");
    }
    return new PriceTag(
        new PoolPrices(
            prefill.getAsDouble(),
            decode.getAsDouble(),
            feedForward.getAsDouble(),
            mix.tier().dollarsPerAcceleratorHour()),
        "");
  }

  private static OptionalDouble dollarsPerHour(
      Accelerator accelerator, PriceBasis tariff, Map<String, PriceBook> books) {
    PriceBook book = books.get(accelerator.id());
    return book == null ? OptionalDouble.empty() : tariff.dollarsPerHour(book, accelerator);
  }

  boolean isKnown() {
    return prices != null;
  }
}
