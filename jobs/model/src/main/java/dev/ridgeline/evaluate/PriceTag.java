package dev.ridgeline.evaluate;

import static java.util.Objects.requireNonNull;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.PriceBasis;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.catalog.Provenance;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.economics.PoolPrices;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The price of an hour of a mix under a tariff. */
sealed interface PriceTag {

  /**
   * The prices of an hour of use of all pools. Memory tiers are paid for all hours, like what they
   * stand behind.
   *
   * @param basis provenance of the least sure of them
   */
  record Known(PoolPrices prices, Provenance basis) implements PriceTag {}

  /** The outcome where a pool has no price; its detail names the pool. */
  record Unknown(Outcome reason) implements PriceTag {

    private static Unknown of(String pool) {
      return new Unknown(
          new Outcome(Status.NO_PRICE, pool + ": the accelerator has no price on these terms"));
    }
  }

  static PriceTag of(HardwareMix mix, PriceBasis tariff, Map<String, PriceBook> books) {
    OptionalDouble prefill = ofPrefill(mix, tariff, books);
    OptionalDouble decode = dollarsPerHour(kinds(mix, mix.decode()), tariff, books);
    Optional<PoolPrices> ofDecode = ofDecode(mix, tariff, books);
    if (prefill.isEmpty()) {
      return Unknown.of("prefill");
    }
    if (decode.isEmpty()) {
      return Unknown.of("decode");
    }
    if (ofDecode.isEmpty()) {
      return Unknown.of("ffn");
    }
    PoolPrices prices = ofDecode.get();
    return new Known(
        new PoolPrices(prefill.getAsDouble(), prices.decode(), prices.feedForward(), prices.tier()),
        basis(mix, tariff, books));
  }

  /** Price of an accelerator that runs prefill; empty where the tariff has none. */
  static OptionalDouble ofPrefill(
      HardwareMix mix, PriceBasis tariff, Map<String, PriceBook> books) {
    return dollarsPerHour(kinds(mix, mix.prefill()), tariff, books);
  }

  /** Prices of what decodes, without one of prefill; empty where the tariff lacks one of them. */
  static Optional<PoolPrices> ofDecode(
      HardwareMix mix, PriceBasis tariff, Map<String, PriceBook> books) {
    OptionalDouble decode = dollarsPerHour(kinds(mix, mix.decode()), tariff, books);
    OptionalDouble feedForward =
        mix.feedForward().isPresent()
            ? dollarsPerHour(List.of(mix.feedForward().get()), tariff, books)
            : OptionalDouble.of(0);
    return decode.isEmpty() || feedForward.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PoolPrices(
                0,
                decode.getAsDouble(),
                feedForward.getAsDouble(),
                mix.tier().dollarsOfAllPerAcceleratorHour() / tariff.utilization()));
  }

  private static Provenance basis(
      HardwareMix mix, PriceBasis tariff, Map<String, PriceBook> books) {
    Provenance basis =
        Stream.concat(kinds(mix, mix.prefill()).stream(), kinds(mix, mix.decode()).stream())
            .map(kind -> provenance(kind, tariff, books))
            .reduce(Provenance::weaker)
            .orElseThrow();
    return mix.feedForward()
        .map(accelerator -> basis.weaker(provenance(accelerator, tariff, books)))
        .orElse(basis);
  }

  private static Provenance provenance(
      Accelerator accelerator, PriceBasis tariff, Map<String, PriceBook> books) {
    return tariff.provenance(requireNonNull(books.get(accelerator.id())));
  }

  /** The kinds of accelerator that a pool has in equal numbers. */
  private static List<Accelerator> kinds(HardwareMix mix, Accelerator ofPool) {
    return mix.stageKinds().isEmpty() ? List.of(ofPool) : mix.stageKinds();
  }

  /** The mean price of an hour of kinds of accelerator; empty where one has none. */
  private static OptionalDouble dollarsPerHour(
      List<Accelerator> kinds, PriceBasis tariff, Map<String, PriceBook> books) {
    double dollars = 0;
    for (Accelerator kind : kinds) {
      PriceBook book = books.get(kind.id());
      OptionalDouble ofKind =
          book == null ? OptionalDouble.empty() : tariff.dollarsPerHour(book, kind);
      if (ofKind.isEmpty()) {
        return OptionalDouble.empty();
      }
      dollars += ofKind.getAsDouble();
    }
    return OptionalDouble.of(dollars / kinds.size());
  }
}
