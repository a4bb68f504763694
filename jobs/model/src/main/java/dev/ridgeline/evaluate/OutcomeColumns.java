package dev.ridgeline.evaluate;

import static java.util.Objects.requireNonNull;

import dev.ridgeline.space.Axis;
import dev.ridgeline.space.Measurement.Figure;
import java.util.List;

/** Columns of the status of a cell, and of what its times rest on. */
final class OutcomeColumns {

  private static final CellSection OUTCOME =
      new CellSection(Availability.ALWAYS, Depth.PLAN, Axis.FLEET);

  static final List<CellColumn> ALL =
      List.of(
          OUTCOME.text(
              "status",
              "OK where the cell is feasible and priced. Otherwise FLEET_TOO_SMALL, NO_PRICE,"
                  + " DOES_NOT_FIT, MEASURED, NOT_MEASURED, INVALID_PARALLELISM, INVALID_POLICY, NO_DRAFTER or CONTEXT_TOO_LONG.",
              r -> r.status().name()),
          OUTCOME.text(
              "status_detail",
              "Reason why the status is not OK; empty where it is. Source of the throughput where the"
                  + " status is MEASURED.",
              r -> r.detail()),
          CellSection.STEP
              .orMeasured(Figure.ANY)
              .text(
                  "estimate_basis",
                  "Weakest basis of the kernels and collectives in the steps of a request: measured on"
                      + " the accelerator in this format, fitted to servers with it, variant,"
                      + " class-default, assumption or ideal."
                      + " Kernels measured with another engine count as class-default. An engine whose"
                      + " steps were fitted adds the points of the fit, its day and its errors on points"
                      + " that were left out. A throughput that"
                      + " the sweep states has 'measured by' and a name.",
                  r ->
                      r.isMeasured()
                          ? "measured by " + requireNonNull(r.measurement).by()
                          : r.plan.basis()),
          CellSection.STEP.real(
              "estimate_basis_share",
              "",
              "Share of the time of a request's steps in kernels and collectives of basis measured.",
              r -> r.plan.measuredShare(r.request)));

  private OutcomeColumns() {}
}
