package dev.ridgeline.catalog;

import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.schema.Column;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rule that every field with a number states its source, and the column of sources. */
final class Sources {

  private Sources() {}

  /**
   * Requires a non-blank source for exactly the given fields.
   *
   * @throws InvalidValueException at {@code sources/<field>} for a missing, blank or unknown one
   */
  static void requireFor(Map<String, String> sources, String... fields) {
    List<String> known = List.of(fields);
    for (String field : known) {
      if (sources.getOrDefault(field, "").isBlank()) {
        throw new InvalidValueException(
            "sources/" + field, "is missing: " + field + " needs a source.");
      }
    }
    for (String field : new TreeSet<>(sources.keySet())) {
      if (!known.contains(field)) {
        throw new InvalidValueException(
            "sources/" + field, "names no field with a number." + NearestName.advice(field, known));
      }
    }
  }

  /** The column of sources of a table, with a line for each field. */
  static <R> Column<R> column(Function<R, Map<String, String>> sources) {
    return Column.text(
        "sources",
        "Sources of the numbers in the row, one line for each field.",
        row ->
            new TreeMap<>(sources.apply(row))
                .entrySet().stream()
                    .map(source -> source.getKey() + ": " + source.getValue())
                    .collect(Collectors.joining("\n")));
  }
}
