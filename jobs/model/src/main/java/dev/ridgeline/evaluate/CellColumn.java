package dev.ridgeline.evaluate;

import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Reader;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.Measurement.Figure;
import dev.ridgeline.space.MixPart;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A column of the table of cells.
 *
 * @param column name, type, unit, null rule, meaning and reader
 * @param section properties that it shares with its neighbours
 */
public record CellColumn(Column<CellResult> column, CellSection section) {

  /** Returns this column with a null rule of its own. */
  CellColumn nullWhere(String where, Predicate<CellResult> isNull) {
    return new CellColumn(column.nullWhere(where, isNull), section);
  }

  public String name() {
    return column.name();
  }

  /** Unit, empty where there is none. */
  public String unit() {
    return column.unit();
  }

  /** Meaning of the column, in sentences. */
  public String doc() {
    return column.doc();
  }

  /** Meaning and unit of the column. */
  public String comment() {
    return column.comment();
  }

  public Reader<CellResult> reader() {
    return column.reader();
  }

  /** Returns the value in a cell as an object, or null by the null rule. */
  public @Nullable Object value(CellResult cell) {
    return column.value(cell);
  }

  /** Whether the values are numbers. */
  public boolean isNumeric() {
    return reader() instanceof Reader.Real || reader() instanceof Reader.Whole;
  }

  /**
   * Returns the value in a cell as a number; NaN by the null rule.
   *
   * @throws IllegalStateException where the values are no numbers
   */
  public double number(CellResult cell) {
    if (column.nulls().isNull().test(cell)) {
      return Double.NaN;
    }
    if (reader() instanceof Reader.Real<CellResult> real) {
      return real.read().applyAsDouble(cell);
    }
    if (reader() instanceof Reader.Whole<CellResult> whole) {
      return whole.read().applyAsLong(cell);
    }
    throw new IllegalStateException("column " + name() + " has no numbers");
  }

  /** The cells in which the column has a value. */
  public Availability availability() {
    return section.availability();
  }

  /** What a measurement must state for a value in a measured cell. */
  public Figure figure() {
    return section.figure();
  }

  /** The part of a cell that must be evaluated for this column. */
  public Depth depth() {
    return section.depth();
  }

  /** The only axis on which the column's value depends, if there is just one. */
  public Optional<Axis<?>> axis() {
    return section.axis();
  }

  /** The only part of a hardware mix on which the value depends, if there is just one. */
  Optional<MixPart> part() {
    return section.part();
  }

  /**
   * The fastest axis on which the column depends. Cells that differ only in faster axes have the
   * same value, or all have none.
   */
  public Axis<?> decidedBy() {
    return section.decidedBy();
  }

  /** Whether the column only identifies the cell, so that no cell must be evaluated to read it. */
  public boolean isIdentity() {
    return section.depth() == Depth.IDENTITY;
  }

  /** Returns the name, so that SQL texts can be built from columns. */
  @Override
  public String toString() {
    return name();
  }
}
