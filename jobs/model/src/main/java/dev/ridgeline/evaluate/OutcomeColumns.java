package dev.ridgeline.evaluate;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.space.Axis;
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
                  + " DOES_NOT_FIT, INVALID_PARALLELISM, INVALID_POLICY, NO_DRAFTER or CONTEXT_TOO_LONG.",
              r -> r.status().name()),
          OUTCOME.text(
              "status_detail",
              "Reason why the status is not OK; empty where it is.",
              r -> r.detail()),
          CellSection.STEP.text(
              "estimate_basis",
              "Weakest basis of the kernels and collectives in the steps of a request: measured on"
                  + " the accelerator in this format, variant, class-default, assumption or ideal."
                  + " Kernels measured with another engine count as class-default.",
              r -> EnumName.of(r.plan.weakestEvidence().basis())),
          CellSection.STEP.real(
              "estimate_basis_share",
              "",
              "Share of the time of a request's steps in kernels and collectives of basis measured.",
              r -> r.plan.measuredShare(r.request)));

  private OutcomeColumns() {}
}
