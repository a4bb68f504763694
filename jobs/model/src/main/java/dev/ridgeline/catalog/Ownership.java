package dev.ridgeline.catalog;

import dev.ridgeline.config.Require;
import java.util.OptionalDouble;

/**
 * The terms of somebody who buys the accelerators: capital written off evenly, power as drawn at
 * the limit, both spread over the hours of use.
 *
 * @param label how it is called in tables
 * @param years over which capital is written off
 * @param dollarsPerKilowattHour of electricity
 * @param powerUsageEffectiveness power of the site over that of the servers in it
 * @param utilization share of the hours in which the accelerator is used
 * @param overheadShare what network, storage, site and staff add to the capital, as a share of it
 */
public record Ownership(
    String label,
    double years,
    double dollarsPerKilowattHour,
    double powerUsageEffectiveness,
    double utilization,
    double overheadShare)
    implements PriceBasis {

  private static final double HOURS_PER_YEAR = 8760;
  private static final double WATTS_PER_KILOWATT = 1000;

  public Ownership {
    Require.positive("years", years);
    Require.notNegative("dollarsPerKilowattHour", dollarsPerKilowattHour);
    Require.positive("powerUsageEffectiveness", powerUsageEffectiveness);
    Require.fraction("utilization", utilization);
    Require.notNegative("overheadShare", overheadShare);
  }

  /**
   * {@code (capital (1 + overhead) / (years 8760) + kW PUE $/kWh) / utilization}, with the power of
   * the board at its limit and of its share of the server.
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

  /** What an hour bears of an amount of capital, used or not. */
  private double hourlyShare(double dollars) {
    return dollars * (1 + overheadShare) / (years * HOURS_PER_YEAR);
  }
}
