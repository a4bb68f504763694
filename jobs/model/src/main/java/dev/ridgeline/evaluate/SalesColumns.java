package dev.ridgeline.evaluate;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.economics.TokenSales;
import dev.ridgeline.space.Axis;
import java.util.List;

/** Columns that compare a cell with what a seller charges for the same tokens. */
final class SalesColumns {

  private static final CellSection SALES =
      new CellSection(Availability.SALES, Depth.PLAN, Axis.TOKEN_PRICES);

  private static final CellSection OF_TASKS =
      new CellSection(Availability.SALES, Depth.TASK, Axis.TOKEN_PRICES);

  private static final CellSection BASIS =
      new CellSection(Availability.ALWAYS, Depth.IDENTITY, Axis.TOKEN_PRICES);

  static final List<CellColumn> ALL =
      List.of(
          BASIS.text(
              "sales_basis",
              "Basis of the prices of token_prices for the model: listed, derived, estimate,"
                  + " assumption, variant, or none where there are no prices.",
              r -> r.salesBasis().map(EnumName::of).orElse("none")),
          SALES.real(
              "sales_dollars_per_request",
              "$",
              "Price that the seller of token_prices takes for one request: its new tokens as"
                  + " uncached input, its cached tokens, and its output.",
              r -> r.salesPerRequest()),
          OF_TASKS.real(
              "sales_dollars_per_task",
              "$",
              "Price that the seller of token_prices takes for all requests of a task.",
              r -> r.salesPerTask()),
          SALES.real(
              "margin_dollars_per_request",
              "$",
              "sales_dollars_per_request less dollars_per_request; below 0 where serving costs more"
                  + " than the seller takes.",
              r -> r.salesPerRequest() - r.economics.dollarsPerRequest()),
          OF_TASKS.real(
              "margin_dollars_per_task",
              "$",
              "sales_dollars_per_task less dollars_per_task.",
              r -> r.salesPerTask() - r.economics.dollarsPerTask(r.task)),
          SALES.real(
              "break_even_utilization",
              "",
              "Utilization at which a request costs what the seller takes for it; above 1 serving"
                  + " never pays.",
              r ->
                  TokenSales.breakEvenUtilization(
                      r.economics.dollarsPerRequest(),
                      r.salesPerRequest(),
                      r.tariff.utilization())),
          SALES.real(
              "margin_dollars_per_gigawatt_year",
              "$",
              "Sales of the fleet less its price over a year of 8,760 h, for 10^9 watts of"
                  + " fleet_watts, at the utilization of the tariff.",
              r ->
                  TokenSales.marginPerGigawattYear(
                      r.fleetPlan(), r.salesPerRequest(), r.tariff.utilization())));

  private SalesColumns() {}
}
