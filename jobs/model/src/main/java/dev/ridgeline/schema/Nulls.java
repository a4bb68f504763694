package dev.ridgeline.schema;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The null rule of a column: the rows in which it has no value.
 *
 * @param where the rule for people, as the end of "null where ..."; empty for a column that always
 *     has a value
 * @param isNull whether a row has no value
 * @param <R> type of a row
 */
public record Nulls<R>(String where, Predicate<R> isNull) {

  /** The rule of a column that always has a value. */
  static <R> Nulls<R> never() {
    return new Nulls<>("", row -> false);
  }

  /** Whether a row can lack a value. */
  public boolean mayBe() {
    return !where.isEmpty();
  }

  /** The same rule for rows that have an {@code R} as a part. */
  <S> Nulls<S> on(Function<S, R> part) {
    return new Nulls<>(where, row -> isNull.test(part.apply(row)));
  }
}
