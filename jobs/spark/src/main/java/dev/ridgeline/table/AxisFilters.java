package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.ColumnReader;
import dev.ridgeline.evaluate.ResultColumn;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Filters that prune the grid: those whose columns all follow from one axis, and that are made of
 * comparisons with constants, IN, IS NULL, AND, OR and NOT. Such a filter is decided once for each
 * value of the axis instead of once for each cell.
 */
final class AxisFilters {

  /** What Spark calls the predicates over predicates that are understood. */
  private static final Set<String> CONNECTIVES = Set.of("AND", "OR", "NOT");

  /** What Spark calls the predicates over columns and constants that are understood. */
  private static final Set<String> COMPARISONS =
      Set.of("=", "<=>", "<>", "<", "<=", ">", ">=", "IN", "IS_NULL", "IS_NOT_NULL");

  private final DesignSpace space;
  private final CellEvaluator evaluator;

  AxisFilters(DesignSpace space) {
    this.space = space;
    this.evaluator = new CellEvaluator(space);
  }

  /** The slice without what a filter excludes, or empty when the filter does not prune. */
  Optional<GridSlice> apply(Predicate filter, GridSlice slice) {
    Set<Axis> axes = EnumSet.noneOf(Axis.class);
    if (!understands(filter, axes) || axes.size() != 1) {
      return Optional.empty();
    }
    Axis axis = axes.iterator().next();
    return Optional.of(
        slice.where(axis, position -> Boolean.TRUE.equals(test(filter, axis, position))));
  }

  private boolean understands(Expression expression, Set<Axis> axes) {
    if (!(expression instanceof Predicate predicate)) {
      return false;
    }
    Stream<Expression> operands = Arrays.stream(predicate.children());
    if (CONNECTIVES.contains(predicate.name())) {
      return operands.allMatch(operand -> understands(operand, axes));
    }
    return COMPARISONS.contains(predicate.name())
        && operands.allMatch(operand -> isValue(operand, axes));
  }

  private static boolean isValue(Expression operand, Set<Axis> axes) {
    if (operand instanceof NamedReference reference) {
      Optional<Axis> axis = column(reference).axis();
      axis.ifPresent(axes::add);
      return axis.isPresent();
    }
    return operand instanceof Literal<?> && !(operand instanceof Predicate);
  }

  /** SQL's three-valued logic: null is unknown. */
  private Boolean test(Predicate filter, Axis axis, int position) {
    Expression[] children = filter.children();
    return switch (filter.name()) {
      case "AND" -> and(test(children[0], axis, position), test(children[1], axis, position));
      case "OR" ->
          not(and(not(test(children[0], axis, position)), not(test(children[1], axis, position))));
      case "NOT" -> not(test(children[0], axis, position));
      case "IS_NULL" -> value(children[0], axis, position) == null;
      case "IS_NOT_NULL" -> value(children[0], axis, position) != null;
      case "IN" -> in(children, axis, position);
      default -> compared(filter.name(), children, axis, position);
    };
  }

  private Boolean test(Expression operand, Axis axis, int position) {
    return test((Predicate) operand, axis, position);
  }

  private static Boolean and(Boolean left, Boolean right) {
    if (Boolean.FALSE.equals(left) || Boolean.FALSE.equals(right)) {
      return Boolean.FALSE;
    }
    return (left == null || right == null) ? null : Boolean.TRUE;
  }

  private static Boolean not(Boolean operand) {
    return operand == null ? null : Boolean.valueOf(!operand);
  }

  private Boolean in(Expression[] children, Axis axis, int position) {
    Object wanted = value(children[0], axis, position);
    if (wanted == null) {
      return null;
    }
    boolean unknown = false;
    for (int i = 1; i < children.length; i++) {
      Object candidate = value(children[i], axis, position);
      if (candidate == null) {
        unknown = true;
      } else if (compare(wanted, candidate) == 0) {
        return Boolean.TRUE;
      }
    }
    return unknown ? null : Boolean.FALSE;
  }

  private Boolean compared(String operator, Expression[] children, Axis axis, int position) {
    Object left = value(children[0], axis, position);
    Object right = value(children[1], axis, position);
    if (operator.equals("<=>")) {
      return Objects.equals(left, right)
          || (left != null && right != null && compare(left, right) == 0);
    }
    if (left == null || right == null) {
      return null;
    }
    int order = compare(left, right);
    return switch (operator) {
      case "=" -> order == 0;
      case "<>" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  /** Text as UTF8String (Spark's byte order), numbers as Number. */
  private Object value(Expression expression, Axis axis, int position) {
    if (expression instanceof Literal<?> literal) {
      return literal.value();
    }
    int[] positions = new int[Axis.values().length];
    positions[axis.ordinal()] = position;
    CellResult cell = evaluator.identify(space.grid().cell(positions));
    ColumnReader reader = column((NamedReference) expression).reader();
    if (reader instanceof ColumnReader.Text text) {
      String value = text.read().apply(cell);
      return value == null ? null : UTF8String.fromString(value);
    }
    return ((ColumnReader.Whole) reader).read().applyAsLong(cell);
  }

  private static int compare(Object left, Object right) {
    if (left instanceof UTF8String a && right instanceof UTF8String b) {
      return a.compareTo(b);
    }
    return Double.compare(((Number) left).doubleValue(), ((Number) right).doubleValue());
  }

  private static ResultColumn column(NamedReference reference) {
    return CellSchema.column(reference.fieldNames()[0]);
  }
}
