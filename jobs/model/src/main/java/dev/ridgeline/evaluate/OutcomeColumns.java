package dev.ridgeline.evaluate;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.space.Axis;
import java.util.List;

/** Whether a cell can be, and how well what it rests on is known. */
final class OutcomeColumns {

  private static final CellSection OUTCOME =
      new CellSection(Availability.ALWAYS, Depth.PLAN, Axis.FLEET);

  private static final CellSection PROFILES =
      new CellSection(Availability.ALWAYS, Depth.IDENTITY, Axis.EFFICIENCY);

  static final List<CellColumn> ALL =
      List.of(
          OUTCOME.text(
              "status",
              "OK, FLEET_TOO_SMALL, NO_PRICE, DOES_NOT_FIT, INVALID_PARALLELISM, INVALID_POLICY, NO_DRAFTER"
                  + " or CONTEXT_TOO_LONG.",
              r -> r.status.name()),
          OUTCOME.text(
              "status_detail", "Why the status is not OK; empty where it is.", r -> r.detail),
          PROFILES.text(
              "estimate_basis",
              "Weakest efficiency profile used: measured, class-default or ideal.",
              r -> EnumName.of(r.basis)));

  private OutcomeColumns() {}
}
