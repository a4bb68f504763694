package dev.ridgeline.space;

import dev.ridgeline.catalog.Ownership;
import dev.ridgeline.catalog.PriceBasis;
import dev.ridgeline.catalog.PriceBook.Tariff;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fields of the axis of tariffs: tariffs of the price books, and terms of owners. */
record TariffFields(Optional<List<Tariff>> tariffs, Optional<List<Owner>> ownership)
    implements AxisFields<PriceBasis> {

  /**
   * Terms of an owner. The default of {@code powerUsageEffectiveness} is that of the settings, the
   * default of {@code overheadShare} is 0.
   */
  record Owner(
      String label,
      @Measured(value = Dimension.YEARS, of = Plausible.LIFE) double years,
      @Measured(
              value = Dimension.DOLLARS_PER_KILOWATT_HOUR,
              orZero = true,
              of = Plausible.ELECTRICITY_PRICE)
          double dollarsPerKilowattHour,
      @Measured(Dimension.SHARE) double utilization,
      @Measured(value = Dimension.RATIO, orZero = true) Optional<Double> overheadShare,
      @Measured(Dimension.EFFECTIVENESS) Optional<Double> powerUsageEffectiveness) {

    Ownership terms(double siteEffectiveness) {
      return new Ownership(
          label,
          years,
          dollarsPerKilowattHour,
          powerUsageEffectiveness.orElse(siteEffectiveness),
          utilization,
          overheadShare.orElse(0.0));
    }
  }

  @Override
  public List<PriceBasis> values(Lookup lookup) {
    List<Owner> owners = ownership.orElse(List.of());
    tariffs.ifPresent(written -> lookup.requireValues("/axes/tariffs", written));
    List<Tariff> rented = tariffs.orElse(owners.isEmpty() ? List.of(Tariff.ON_DEMAND) : List.of());
    lookup.requireDistinct("/axes/tariffs", rented);
    List<PriceBasis> bases = new ArrayList<>(rented);
    for (int i = 0; i < owners.size(); i++) {
      try {
        bases.add(owners.get(i).terms(lookup.settings().powerUsageEffectiveness()));
      } catch (InvalidValueException e) {
        lookup.problem("/axes/ownership/" + i + "/" + e.field(), e.reason());
      }
    }
    lookup.requireDistinct("/axes/ownership", bases.stream().map(PriceBasis::label).toList());
    return bases;
  }
}
