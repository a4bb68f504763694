package dev.ridgeline.schema;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads a column's value from a row, and so fixes the column's type. Numbers are read unboxed,
 * because tables of cells have billions of them.
 *
 * @param <R> type of a row
 */
public sealed interface Reader<R> {

  /** The SQL name of the type. */
  String typeName();

  /** The value as an object; a text, a day or a list may be null. */
  @Nullable Object value(R row);

  /** A reader of the same type for rows that have an {@code R} as a part. */
  <S> Reader<S> on(Function<S, R> part);

  /** Reads a text. */
  record Text<R>(Function<R, String> read) implements Reader<R> {

    @Override
    public String typeName() {
      return "string";
    }

    @Override
    public String value(R row) {
      return read.apply(row);
    }

    @Override
    public <S> Reader<S> on(Function<S, R> part) {
      return new Text<>(row -> read.apply(part.apply(row)));
    }
  }

  /** Reads a whole number of 64 bits. */
  record Whole<R>(ToLongFunction<R> read) implements Reader<R> {

    @Override
    public String typeName() {
      return "bigint";
    }

    @Override
    public Long value(R row) {
      return read.applyAsLong(row);
    }

    @Override
    public <S> Reader<S> on(Function<S, R> part) {
      return new Whole<>(row -> read.applyAsLong(part.apply(row)));
    }
  }

  /** Reads a 64-bit floating-point number. */
  record Real<R>(ToDoubleFunction<R> read) implements Reader<R> {

    @Override
    public String typeName() {
      return "double";
    }

    @Override
    public Double value(R row) {
      return read.applyAsDouble(row);
    }

    @Override
    public <S> Reader<S> on(Function<S, R> part) {
      return new Real<>(row -> read.applyAsDouble(part.apply(row)));
    }
  }

  /** Reads true or false. */
  record Flag<R>(Predicate<R> read) implements Reader<R> {

    @Override
    public String typeName() {
      return "boolean";
    }

    @Override
    public Boolean value(R row) {
      return read.test(row);
    }

    @Override
    public <S> Reader<S> on(Function<S, R> part) {
      return new Flag<>(row -> read.test(part.apply(row)));
    }
  }

  /** Reads a calendar day. */
  record Day<R>(Function<R, LocalDate> read) implements Reader<R> {

    @Override
    public String typeName() {
      return "date";
    }

    @Override
    public LocalDate value(R row) {
      return read.apply(row);
    }

    @Override
    public <S> Reader<S> on(Function<S, R> part) {
      return new Day<>(row -> read.apply(part.apply(row)));
    }
  }

  /** Reads a list of texts, none of them null. */
  record Texts<R>(Function<R, List<String>> read) implements Reader<R> {

    @Override
    public String typeName() {
      return "array<string>";
    }

    @Override
    public List<String> value(R row) {
      return read.apply(row);
    }

    @Override
    public <S> Reader<S> on(Function<S, R> part) {
      return new Texts<>(row -> read.apply(part.apply(row)));
    }
  }
}
