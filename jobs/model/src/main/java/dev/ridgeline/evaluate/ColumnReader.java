package dev.ridgeline.evaluate;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** How a column's value is read from an evaluated cell, and with that the column's type. */
public sealed interface ColumnReader {

  /** The type as documentation names it. */
  String typeName();

  /** A text that may be null. */
  record Text(Function<CellResult, String> read) implements ColumnReader {
    @Override
    public String typeName() {
      return "string";
    }
  }

  /** A whole number, 64 bits. */
  record Whole(ToLongFunction<CellResult> read) implements ColumnReader {
    @Override
    public String typeName() {
      return "bigint";
    }
  }

  /** A number, 64-bit floating point. */
  record Real(ToDoubleFunction<CellResult> read) implements ColumnReader {
    @Override
    public String typeName() {
      return "double";
    }
  }
}
