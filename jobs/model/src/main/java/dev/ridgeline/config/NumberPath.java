package dev.ridgeline.config;

import dev.ridgeline.units.Plausible;
import dev.ridgeline.units.Quantity;
import dev.ridgeline.units.Range;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the numbers at a path of a record are: {@code memoryBytes}, {@code peakFlopsPerSecond/fp8},
 * {@code layers/0/attention/kvLoraRank}.
 *
 * @param range their dimension, with the values that the record accepts
 * @param kind what they are of; empty where they may have their whole range
 * @param isKey whether the path ends at the key of a map, so that a number may be added there
 */
record NumberPath(Range range, Optional<Plausible> kind, boolean isKey) {

  /**
   * Finds the numbers at a path.
   *
   * @param path names of fields, keys of maps and places in lists, separated by slashes
   * @return what they are, or empty where a record of the type has no number there
   */
  static Optional<NumberPath> of(Class<?> record, String path) {
    return of(record, List.of(path.split("/", -1)), Optional.empty(), false);
  }

  private static Optional<NumberPath> of(
      Type type, List<String> steps, Optional<NumberPath> numbers, boolean isKey) {
    if (type instanceof ParameterizedType container) {
      return ofContainer(container, steps, numbers);
    }
    if (numbers.isPresent()) {
      NumberPath found = numbers.get();
      return steps.isEmpty()
          ? Optional.of(new NumberPath(found.range(), found.kind(), isKey))
          : Optional.empty();
    }
    return steps.isEmpty() ? Optional.empty() : ofField((Class<?>) type, steps);
  }

  private static Optional<NumberPath> ofContainer(
      ParameterizedType container, List<String> steps, Optional<NumberPath> numbers) {
    Type[] arguments = container.getActualTypeArguments();
    Type content = arguments[arguments.length - 1];
    if (container.getRawType() == Optional.class) {
      return of(content, steps, numbers, false);
    }
    if (steps.isEmpty()) {
      return numbers; // All numbers of the list or map.
    }
    boolean isNewKey =
        container.getRawType() == Map.class
            && ((Class<?>) arguments[0]).isEnum()
            && EnumName.all((Class<?>) arguments[0]).contains(steps.get(0));
    return of(content, steps.subList(1, steps.size()), numbers, isNewKey);
  }

  private static Optional<NumberPath> ofField(Class<?> type, List<String> steps) {
    String field = steps.get(0);
    for (Class<?> member : RecordFields.members(type)) {
      Type fieldType = RecordFields.of(member).orElse(Map.of()).get(field);
      if (fieldType != null) {
        Optional<NumberPath> numbers =
            RecordFields.range(member, field)
                .map(range -> new NumberPath(range, RecordFields.plausible(member, field), false));
        return of(fieldType, steps.subList(1, steps.size()), numbers, false);
      }
    }
    return Optional.empty();
  }

  /**
   * Reads a number as files write it, with or without a unit.
   *
   * @throws IllegalArgumentException for a text that is none; the message is a problem
   */
  double parse(String written) {
    try {
      return Quantity.parse(written, range.dimension());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "is '" + written + "'. Allowed: " + Quantity.expectation(range.dimension()) + ".", e);
    }
  }

  /** What is wrong with a number that nobody means; empty where nothing is. */
  Optional<String> implausible(String written, double value) {
    return value > 0 && Double.isFinite(value)
        ? kind.flatMap(one -> one.problem(written, value))
        : Optional.empty();
  }
}
