package dev.ridgeline.reduce;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.schema.Reader;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** A column of numbers, with its null rule and its reader at hand. */
final class CellNumber {

  private final Predicate<CellResult> isNull;
  private final ToDoubleFunction<CellResult> read;

  CellNumber(CellColumn column) {
    this.isNull = column.column().nulls().isNull();
    if (column.reader() instanceof Reader.Real<CellResult> real) {
      this.read = real.read();
    } else {
      Reader.Whole<CellResult> whole = (Reader.Whole<CellResult>) column.reader();
      this.read = cell -> whole.read().applyAsLong(cell);
    }
  }

  boolean isIn(CellResult cell) {
    return !isNull.test(cell);
  }

  double value(CellResult cell) {
    return read.applyAsDouble(cell);
  }
}
