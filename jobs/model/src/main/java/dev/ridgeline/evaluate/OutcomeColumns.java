package dev.ridgeline.evaluate;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.space.Axis;
import java.util.List;

/** Columns of the status of a cell, and of the basis of its efficiency profiles. */
final class OutcomeColumns {

  private static final CellSection OUTCOME =
      new CellSection(Availability.ALWAYS, Depth.PLAN, Axis.FLEET);

  private static final CellSection PROFILES =
      new CellSection(Availability.ALWAYS, Depth.IDENTITY, Axis.EFFICIENCY);

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
          PROFILES.text(
              "estimate_basis",
              "Weakest basis of the efficiency profiles behind the times: measured,"
                  + " class-default or ideal. Kernels measured with another engine than that of"
                  + " the cell count as class-default.",
              r -> EnumName.of(r.basis)));

  private OutcomeColumns() {}
}
