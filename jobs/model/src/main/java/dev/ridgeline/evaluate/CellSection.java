package dev.ridgeline.evaluate;

import dev.ridgeline.schema.Column;
import dev.ridgeline.space.Axis;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What neighbouring columns of the table of cells share. A page of columns makes them from its
 * sections, so that a column says this by where it is.
 *
 * @param availability in which cells they have a value
 * @param depth how much of a cell must be evaluated for them
 * @param decidedBy the fastest axis on which they depend: between cells that differ only in axes
 *     after it, their values, and whether they have one, are the same
 * @param axis the axis that their values follow from alone, if there is one
 */
record CellSection(Availability availability, Depth depth, Axis decidedBy, Optional<Axis> axis) {

  /**
   * Of the steps, whether or not the batch fits. Steps do not follow from the KV policy, but
   * whether there are any does.
   */
  static final CellSection STEP = new CellSection(Availability.STEP, Depth.PLAN, Axis.KV_POLICY);

  /** Of the plan, where all fits. */
  static final CellSection SERVING =
      new CellSection(Availability.SERVING, Depth.PLAN, Axis.KV_POLICY);

  /** Of the plan with prices. */
  static final CellSection PRICE = new CellSection(Availability.PRICE, Depth.PLAN, Axis.TARIFF);

  CellSection(Availability availability, Depth depth, Axis decidedBy) {
    this(availability, depth, decidedBy, Optional.empty());
  }

  /** Of what cells are on an axis. */
  static CellSection on(Axis axis) {
    return new CellSection(Availability.ALWAYS, Depth.IDENTITY, axis, Optional.of(axis));
  }

  CellColumn text(String name, String doc, Function<CellResult, String> read) {
    return column(Column.text(name, doc, read));
  }

  CellColumn whole(String name, String unit, String doc, ToLongFunction<CellResult> read) {
    return column(Column.whole(name, unit, doc, read));
  }

  CellColumn real(String name, String unit, String doc, ToDoubleFunction<CellResult> read) {
    return column(Column.real(name, unit, doc, read));
  }

  private CellColumn column(Column<CellResult> column) {
    return new CellColumn(
        availability == Availability.ALWAYS
            ? column
            : column.nullWhere(availability.absence(), cell -> !cell.has(availability)),
        this);
  }
}
