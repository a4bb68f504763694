package dev.ridgeline.table;

import dev.ridgeline.evaluate.Availability;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.Status;
import java.util.Arrays;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/** A filter that leaves only cells with a status of cells that fit. */
final class FittingStatus {

  private FittingStatus() {}

  /** Whether a filter is {@code status = 'OK'}, or names another status of cells that fit. */
  static boolean isRequiredBy(Predicate filter) {
    return filter.name().equals("=")
        && filter.children()[0] instanceof NamedReference reference
        && reference.fieldNames()[0].equals(CellColumns.STATUS.name())
        && filter.children()[1] instanceof Literal<?> literal
        && Arrays.stream(Status.values())
            .anyMatch(
                status ->
                    status.name().equals(String.valueOf(literal.value()))
                        && status.reach().compareTo(Availability.SERVING) >= 0);
  }
}
