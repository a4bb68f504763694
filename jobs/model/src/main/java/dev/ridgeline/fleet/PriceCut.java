package dev.ridgeline.fleet;

import java.util.List;

/**
 * What prices of accelerators say of an hour: at each of them, the accelerators of a fleet are
 * worth at least what its demand costs. Every fleet that serves the hour keeps
 *
 * <pre>{@code
 * sum over lots of price x accelerators
 *     >= sum over workloads of amount x price of its cheapest unit
 * }</pre>
 *
 * Nobody changes its arrays.
 */
final class PriceCut {

  private final int hour;
  private final double[] lotPrices;
  private final double[] demandPrices;
  private final double amount;

  PriceCut(int hour, double[] lotPrices, double[] demandPrices, double amount) {
    this.hour = hour;
    this.lotPrices = lotPrices;
    this.demandPrices = demandPrices;
    this.amount = amount;
  }

  /** Place of the kept hour. */
  int hour() {
    return hour;
  }

  /** Price of an accelerator of a lot. */
  double lotPrice(int lot) {
    return lotPrices[lot];
  }

  /** Price of the cheapest unit of a workload. */
  double demandPrice(int workload) {
    return demandPrices[workload];
  }

  /** What the demand of the hour costs. */
  double amount() {
    return amount;
  }

  /** By how much a fleet misses the cut; 0 or less where it keeps it. */
  double missing(double[] accelerators, double[] unserved) {
    double missing = amount;
    for (int lot = 0; lot < accelerators.length; lot++) {
      missing -= lotPrices[lot] * accelerators[lot];
    }
    for (int workload = 0; workload < unserved.length; workload++) {
      missing -= demandPrices[workload] * unserved[workload];
    }
    return missing;
  }

  /** The prices for another case, whose further kinds of hardware have those of a purchase. */
  double[] pricesIn(FleetCase of, FleetCase other) {
    List<FleetCase.Lot> lots = other.lots;
    double[] prices = new double[lots.size()];
    for (int lot = 0; lot < prices.length; lot++) {
      int place = of.lots.indexOf(lots.get(lot));
      prices[lot] = place < 0 ? other.kind(lot).dollarsPerHour() : lotPrices[place];
    }
    return prices;
  }
}
