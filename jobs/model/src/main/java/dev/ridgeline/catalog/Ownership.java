package dev.ridgeline.catalog;

import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The terms of an owner of accelerators. Capital is written off evenly, and power is drawn at the
 * limit. Both are spread over the hours of use.
 *
 * @param label name in tables
 * @param years years over which capital is written off
 * @param dollarsPerKilowattHour price of electricity
 * @param powerUsageEffectiveness power of the site over the power of its servers
 * @param utilization share of the hours in which the accelerator is used
 * @param overheadShare cost of network, storage, site and staff, as a share of the capital
 */
public record Ownership(
    String label,
    @Measured(value = Dimension.YEARS, of = Plausible.LIFE) double years,
    @Measured(
            value = Dimension.DOLLARS_PER_KILOWATT_HOUR,
            orZero = true,
            of = Plausible.ELECTRICITY_PRICE)
        double dollarsPerKilowattHour,
    @Measured(Dimension.EFFECTIVENESS) double powerUsageEffectiveness,
    @Measured(Dimension.SHARE) double utilization,
    @Measured(value = Dimension.RATIO, orZero = true) double overheadShare)
    implements PriceBasis {

  private static final double HOURS_PER_YEAR = 8760;
  private static final double WATTS_PER_KILOWATT = 1000;

  public Ownership {
    Require.inRange(Ownership.class, "years", years);
    Require.inRange(Ownership.class, "dollarsPerKilowattHour", dollarsPerKilowattHour);
    Require.inRange(Ownership.class, "powerUsageEffectiveness", powerUsageEffectiveness);
    Require.inRange(Ownership.class, "utilization", utilization);
    Require.inRange(Ownership.class, "overheadShare", overheadShare);
  }

  /**
   * Price of an hour, {@code (capital (1 + overhead) / (years 8760) + kW PUE $/kWh) / utilization}.
   * The power is that of the board at its limit and of its share of the server.
   */
  @Override
  public OptionalDouble dollarsPerHour(PriceBook book, Accelerator accelerator) {
    if (!book.capital().isKnown()) {
      return OptionalDouble.empty();
    }
    double watts = accelerator.powerWatts() + accelerator.energy().hostWatts();
    double power = watts / WATTS_PER_KILOWATT * powerUsageEffectiveness * dollarsPerKilowattHour;
    return OptionalDouble.of((hourlyShare(book.capital().dollars()) + power) / utilization);
  }

  @Override
  public Provenance provenance(PriceBook book) {
    return Provenance.of(book.capital().source()).weaker(Provenance.DERIVED);
  }

  @Override
  public Optional<String> origin(PriceBook book) {
    return book.capital().isKnown()
        ? Optional.of("from " + book.capital().dollars() + " $ " + book.capital().origin())
        : Optional.empty();
  }

  /** Cost of an amount of capital for each hour, used or not, in dollars. */
  private double hourlyShare(double dollars) {
    return dollars * (1 + overheadShare) / (years * HOURS_PER_YEAR);
  }
}
