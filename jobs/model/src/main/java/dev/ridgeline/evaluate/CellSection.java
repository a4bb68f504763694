package dev.ridgeline.evaluate;

import dev.ridgeline.schema.Column;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.Measurement.Figure;
import dev.ridgeline.space.MixPart;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The properties that neighbouring columns of the table of cells share. A section creates its
 * columns, so that none has to repeat the properties.
 *
 * @param availability cells in which the columns have a value
 * @param depth part of a cell that must be evaluated for the columns
 * @param decidedBy fastest axis on which the columns depend: cells that differ only in faster axes
 *     have the same values, or all have none
 * @param axis the only axis on which the values depend, if there is just one
 * @param figure what a measurement must state for a value in a measured cell; none for columns that
 *     have no value there
 * @param part the part of a hardware mix that decides the values, where there is just one
 */
record CellSection(
    Availability availability,
    Depth depth,
    Axis<?> decidedBy,
    Optional<Axis<?>> axis,
    Figure figure,
    Optional<MixPart> part) {

  /**
   * Columns of the steps, whether or not the batch fits. The values do not depend on the KV policy,
   * but their null rule does.
   */
  static final CellSection STEP = new CellSection(Availability.STEP, Depth.PLAN, Axis.KV_POLICY);

  /** Columns of the plan, in cells that fit. */
  static final CellSection SERVING =
      new CellSection(Availability.SERVING, Depth.PLAN, Axis.KV_POLICY);

  /** Columns of the plan, in cells with a price. */
  static final CellSection PRICE = new CellSection(Availability.PRICE, Depth.PLAN, Axis.TARIFF);

  CellSection(Availability availability, Depth depth, Axis<?> decidedBy) {
    this(availability, depth, decidedBy, Optional.empty(), Figure.NONE, Optional.empty());
  }

  /** Returns the section of columns that show the value on an axis. */
  static CellSection on(Axis<?> axis) {
    return new CellSection(
        Availability.ALWAYS,
        Depth.IDENTITY,
        axis,
        Optional.of(axis),
        Figure.NONE,
        Optional.empty());
  }

  /** Returns the section of columns that show a part of a hardware mix. */
  static CellSection on(MixPart part) {
    CellSection ofMix = on(Axis.HARDWARE);
    return new CellSection(
        ofMix.availability,
        ofMix.depth,
        ofMix.decidedBy,
        ofMix.axis,
        ofMix.figure,
        Optional.of(part));
  }

  /** Returns the section of columns that have a value in measured cells, too. */
  CellSection orMeasured(Figure stated) {
    return new CellSection(availability, depth, decidedBy, axis, stated, part);
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

  private String absence() {
    String ofStatus = availability.absence();
    return switch (figure) {
      case NONE -> ofStatus;
      case ANY -> "(" + ofStatus + ") AND status <> 'MEASURED'";
      // No column says in which tokens a rate was measured, so a comment does.
      default ->
          ofStatus
              + " /* but for rates measured in "
              + figure.name().toLowerCase(Locale.ROOT)
              + " tokens */";
    };
  }

  private CellColumn column(Column<CellResult> column) {
    return new CellColumn(
        availability == Availability.ALWAYS
            ? column
            : column.nullWhere(absence(), cell -> !cell.has(availability, figure)),
        this);
  }
}
