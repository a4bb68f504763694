package dev.ridgeline.table;

import dev.ridgeline.evaluate.AlikePositions;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Filters that are decided before a cell is evaluated. They are over columns that follow from axes,
 * or over the number of the cell. They consist of comparisons with constants, IN, IS NULL, AND, OR
 * and NOT. A part that follows from one axis is decided once for each value of the axis.
 */
final class AxisFilters {

  /** Spark's names of the predicates over columns and constants that are understood. */
  private static final Set<String> COMPARISONS =
      Set.of("=", "<=>", "<>", "<", "<=", ">", ">=", "IN", "IS_NULL", "IS_NOT_NULL");

  private final DesignSpace space;
  private final CellEvaluator evaluator;
  private final long cells;

  AxisFilters(DesignSpace space) {
    this.space = space;
    this.evaluator = new CellEvaluator(space);
    this.cells = space.grid().cells();
  }

  /**
   * The test of a filter; empty when the filter needs more than the place of a cell in the grid.
   */
  Optional<CellTest> compile(Predicate filter) {
    Expression[] children = filter.children();
    return switch (filter.name()) {
      case "AND" -> compile(children[0]).flatMap(one -> compile(children[1]).map(one::and));
      case "OR" -> compile(children[0]).flatMap(one -> compile(children[1]).map(one::or));
      case "NOT" -> compile(children[0]).map(CellTest::not);
      default ->
          isCell(children)
              ? ofCell(filter.name(), children)
              : axis(filter).map(axis -> ofAxis(filter, axis));
    };
  }

  private Optional<CellTest> compile(Expression operand) {
    return operand instanceof Predicate predicate ? compile(predicate) : Optional.empty();
  }

  private CellTest ofAxis(Predicate comparison, Axis<?> axis) {
    List<CellColumn> columns =
        Arrays.stream(comparison.children())
            .flatMap(one -> one instanceof NamedReference name ? Stream.of(name) : Stream.empty())
            .map(AxisFilters::column)
            .toList();
    AlikePositions alike = AlikePositions.of(space, axis, columns);
    CellTest.Outcomes outcomes = new CellTest.Outcomes(space.grid().size(axis));
    alike.firsts().forEach(position -> outcomes.set(position, outcome(comparison, axis, position)));
    outcomes.fill(alike::first);
    return new CellTest.OfAxis(axis, outcomes);
  }

  /** The axis that decides a comparison; empty where other columns or several axes decide it. */
  private static Optional<Axis<?>> axis(Predicate comparison) {
    if (!COMPARISONS.contains(comparison.name())) {
      return Optional.empty();
    }
    Set<Axis<?>> axes = new HashSet<>();
    for (Expression operand : comparison.children()) {
      if (operand instanceof NamedReference reference) {
        Optional<Axis<?>> axis = column(reference).axis();
        if (axis.isEmpty()) {
          return axis;
        }
        axes.add(axis.get());
      } else if (!(operand instanceof Literal<?>) || operand instanceof Predicate) {
        return Optional.empty();
      }
    }
    return axes.size() == 1 ? Optional.of(axes.iterator().next()) : Optional.empty();
  }

  private static boolean isCell(Expression[] children) {
    if (children.length == 0
        || !(children[0] instanceof NamedReference reference)
        || !column(reference).equals(CellColumns.CELL)) {
      return false;
    }
    return Arrays.stream(children)
        .skip(1)
        .allMatch(child -> child instanceof Literal<?> literal && literal.value() instanceof Long);
  }

  private Optional<CellTest> ofCell(String operator, Expression[] children) {
    return ranges(operator, children).map(ranges -> new CellTest.OfCell(ranges, cells));
  }

  /** The cells that a comparison of their numbers leaves. */
  private Optional<CellRanges> ranges(String operator, Expression[] children) {
    if (operator.equals("IS_NOT_NULL")) {
      return Optional.of(CellRanges.of(0, cells));
    }
    if (operator.equals("IN")) {
      CellRanges in = CellRanges.of(0, 0);
      for (int i = 1; i < children.length; i++) {
        in = in.or(only(number(children[i])));
      }
      return Optional.of(in);
    }
    if (children.length != 2) {
      return Optional.empty();
    }
    long number = Math.min(number(children[1]), cells);
    CellRanges below = CellRanges.of(0, Math.max(0, number));
    CellRanges at = only(number(children[1]));
    return switch (operator) {
      case "=", "<=>" -> Optional.of(at);
      case "<>" -> Optional.of(at.not(cells));
      case "<" -> Optional.of(below);
      case "<=" -> Optional.of(below.or(at));
      case ">" -> Optional.of(below.or(at).not(cells));
      case ">=" -> Optional.of(below.not(cells));
      default -> Optional.empty();
    };
  }

  private CellRanges only(long number) {
    return number < 0 || number >= cells ? CellRanges.of(0, 0) : CellRanges.of(number, number + 1);
  }

  private static long number(Expression literal) {
    return (Long) ((Literal<?>) literal).value();
  }

  private Truth outcome(Predicate comparison, Axis<?> axis, int position) {
    Object[] operands =
        Arrays.stream(comparison.children())
            .map(operand -> value(operand, axis, position))
            .toArray();
    return switch (comparison.name()) {
      case "IS_NULL" -> Truth.of(operands[0] == null);
      case "IS_NOT_NULL" -> Truth.of(operands[0] != null);
      case "<=>" ->
          operands[0] == null || operands[1] == null
              ? Truth.of(operands[0] == null && operands[1] == null)
              : compared("=", operands[0], operands[1]);
      case "IN" ->
          Arrays.stream(operands)
              .skip(1)
              .map(candidate -> compared("=", operands[0], candidate))
              .reduce(Truth.FALSE, Truth::or);
      default -> compared(comparison.name(), operands[0], operands[1]);
    };
  }

  /** The truth of a comparison. As in SQL, a comparison with null is unknown. */
  private static Truth compared(String operator, @Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return Truth.UNKNOWN;
    }
    int order = compare(left, right);
    return Truth.of(
        switch (operator) {
          case "=" -> order == 0;
          case "<>" -> order != 0;
          case "<" -> order < 0;
          case "<=" -> order <= 0;
          case ">" -> order > 0;
          default -> order >= 0;
        });
  }

  /** The value of an operand: a text as UTF8String, which has Spark's order, or a Number. */
  private @Nullable Object value(Expression expression, Axis<?> axis, int position) {
    if (expression instanceof Literal<?> literal) {
      return literal.value();
    }
    CellResult cell = AxisColumns.at(space, evaluator, axis, position);
    Object value = column((NamedReference) expression).value(cell);
    return value instanceof String text ? UTF8String.fromString(text) : value;
  }

  private static int compare(Object left, Object right) {
    if (left instanceof UTF8String a && right instanceof UTF8String b) {
      return a.compareTo(b);
    }
    return Double.compare(((Number) left).doubleValue(), ((Number) right).doubleValue());
  }

  private static CellColumn column(NamedReference reference) {
    return CellColumns.named(reference.fieldNames()[0]);
  }
}
