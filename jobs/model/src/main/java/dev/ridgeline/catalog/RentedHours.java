package dev.ridgeline.catalog;

import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The terms of one who pays a tariff for every hour, and uses a share of the hours.
 *
 * @param label name in tables
 * @param of tariff that is paid for each hour, used or not
 * @param utilization share of the hours in which the accelerator is used
 */
public record RentedHours(String label, Tariff of, @Measured(Dimension.SHARE) double utilization)
    implements PriceBasis {

  public RentedHours {
    Tariff.requireName("label", label);
    Require.inRange(RentedHours.class, "utilization", utilization);
  }

  /** Price of an hour of use, which is the price of the tariff divided by the utilization. */
  @Override
  public OptionalDouble dollarsPerHour(PriceBook book, Accelerator accelerator) {
    OptionalDouble paid = of.dollarsPerHour(book, accelerator);
    return paid.isEmpty() ? paid : OptionalDouble.of(paid.getAsDouble() / utilization);
  }

  @Override
  public Provenance provenance(PriceBook book) {
    return of.provenance(book).weaker(Provenance.DERIVED);
  }

  @Override
  public Optional<String> origin(PriceBook book) {
    return of.origin(book)
        .map(origin -> of.label() + " paid for all hours, " + utilization + " used, " + origin);
  }
}
