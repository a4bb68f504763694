package dev.ridgeline.evaluate;

import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Reader;
import dev.ridgeline.space.Axis;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A column of the table of cells.
 *
 * @param column name, type, unit, null rule, meaning and reader
 * @param section what it shares with its neighbours
 */
public record CellColumn(Column<CellResult> column, CellSection section) {

  /** This column, without a value in some more cells. */
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

  /** What the column says. */
  public String doc() {
    return column.doc();
  }

  /** What the column says, and its unit. */
  public String comment() {
    return column.comment();
  }

  public Reader<CellResult> reader() {
    return column.reader();
  }

  /** The value in a cell as an object; null by the null rule. */
  public Object value(CellResult cell) {
    return column.value(cell);
  }

  /** In which cells the column has a value. */
  public Availability availability() {
    return section.availability();
  }

  /** How much of a cell must be evaluated for this column. */
  public Depth depth() {
    return section.depth();
  }

  /** The axis that the column's value follows from alone, if there is one. */
  public Optional<Axis> axis() {
    return section.axis();
  }

  /**
   * The fastest axis on which the column depends: between cells that differ only in axes after it,
   * the column's value and whether it has one are the same.
   */
  public Axis decidedBy() {
    return section.decidedBy();
  }

  /** Whether the column says only what the cell is, so that reading it needs no evaluation. */
  public boolean isIdentity() {
    return section.depth() == Depth.IDENTITY;
  }

  /** The name, so that texts of SQL can be made of columns. */
  @Override
  public String toString() {
    return name();
  }
}
