package dev.ridgeline.economics;

import dev.ridgeline.catalog.TokenPriceBook.TokenPrice;
import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;

/** Dollars that a seller takes for tokens, beside what it costs to serve them oneself. */
public final class TokenSales {

  private static final double MILLION = 1e6;
  private static final double SECONDS_PER_HOUR = 3600;
  private static final double HOURS_PER_YEAR = 8760;
  private static final double WATTS_PER_GIGAWATT = 1e9;

  private TokenSales() {}

  /**
   * Dollars for a request, {@code (uncached p_u + cached p_c + output p_o) / 10^6}. The tokens that
   * the workflow finds in its cache are taken to be in that of the seller.
   */
  public static double dollarsPerRequest(TokenPrice price, Request request) {
    return dollars(price, request.newTokens(), request.cachedTokens(), request.outputTokens());
  }

  /** Dollars for all requests of a task, with the cached tokens of each turn. */
  public static double dollarsPerTask(TokenPrice price, Session session) {
    double cached = session.cachedTokensOfTask();
    return dollars(
        price, session.promptTokensOfTask() - cached, cached, session.outputTokensOfTask());
  }

  private static double dollars(TokenPrice price, double uncached, double cached, double output) {
    return (uncached * price.dollarsPerMillionUncachedInputTokens()
            + cached * price.dollarsPerMillionCachedInputTokens()
            + output * price.dollarsPerMillionOutputTokens())
        / MILLION;
  }

  /**
   * The utilization at which serving costs what the seller takes, {@code u cost / sales}. Whatever
   * costs money is paid for all hours, so the cost of a request at utilization v is {@code u cost /
   * v}. Above 1 serving never pays.
   *
   * @param cost dollars of a request served at the utilization of the tariff
   * @param sales dollars that the seller takes for it
   * @param utilization utilization of the tariff
   */
  public static double breakEvenUtilization(double cost, double sales, double utilization) {
    return utilization * cost / sales;
  }

  /**
   * Dollars that a fleet of 10^9 watts earns in a year beyond its cost, {@code u (r sales - $/s) /
   * W}. It is busy for a share u of the year. The price of an hour of use pays for the other hours.
   *
   * @param fleet the fleet, with its rate r, its price and its provisioned power
   * @param sales dollars that the seller takes for a request
   * @param utilization utilization of the tariff
   */
  public static double marginPerGigawattYear(FleetPlan fleet, double sales, double utilization) {
    double perHour = fleet.requestsPerSecond() * SECONDS_PER_HOUR * sales - fleet.dollarsPerHour();
    return utilization * perHour * HOURS_PER_YEAR / fleet.watts() * WATTS_PER_GIGAWATT;
  }
}
