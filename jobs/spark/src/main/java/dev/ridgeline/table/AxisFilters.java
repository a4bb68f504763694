package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
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
 * Filters that are decided before a cell is evaluated: those over columns that follow from axes,
 * and over the number of the cell, made of comparisons with constants, IN, IS NULL, AND, OR and
 * NOT. A part that follows from one axis is decided once for each value of the axis.
 */
final class AxisFilters {

  /** What Spark calls the predicates over predicates that are understood. */
  private static final Set<String> CONNECTIVES = Set.of("AND", "OR", "NOT");

  /** What Spark calls the predicates over columns and constants that are understood. */
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

  /** What a filter asks of where a cell is, or empty when it asks for more than that. */
  Optional<CellTest> compile(Predicate filter) {
    Set<Axis> axes = EnumSet.noneOf(Axis.class);
    if (understands(filter, axes) && axes.size() == 1) {
      return Optional.of(ofAxis(filter, axes.iterator().next()));
    }
    Optional<CellTest> ofCell = ranges(filter).map(CellTest.OfCell::new);
    if (ofCell.isPresent() || !CONNECTIVES.contains(filter.name())) {
      return ofCell;
    }
    Optional<CellTest> first = compile((Predicate) filter.children()[0]);
    if (filter.name().equals("NOT")) {
      return first.map(CellTest.Not::new);
    }
    Optional<CellTest> second = compile((Predicate) filter.children()[1]);
    return first.flatMap(
        one ->
            second.map(
                other ->
                    filter.name().equals("AND")
                        ? new CellTest.And(one, other)
                        : new CellTest.Not(
                            new CellTest.And(new CellTest.Not(one), new CellTest.Not(other)))));
  }

  private CellTest ofAxis(Predicate filter, Axis axis) {
    int[] outcomes = new int[space.grid().size(axis)];
    for (int position = 0; position < outcomes.length; position++) {
      Boolean outcome = test(filter, axis, position);
      outcomes[position] =
          outcome == null ? CellTest.UNKNOWN : outcome ? CellTest.TRUE : CellTest.FALSE;
    }
    return new CellTest.OfAxis(axis, outcomes);
  }

  /** The cells that a filter over numbers of cells leaves; empty where it is over anything else. */
  private Optional<CellRanges> ranges(Predicate filter) {
    Expression[] children = filter.children();
    switch (filter.name()) {
      case "AND", "OR" -> {
        Optional<CellRanges> one = ranges((Predicate) children[0]);
        Optional<CellRanges> other = ranges((Predicate) children[1]);
        return one.flatMap(
            a -> other.map(b -> filter.name().equals("AND") ? a.and(b, cells) : a.or(b)));
      }
      case "NOT" -> {
        return ranges((Predicate) children[0]).map(a -> a.not(cells));
      }
      default -> {
        return isCell(children) ? compared(filter.name(), children) : Optional.empty();
      }
    }
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

  private Optional<CellRanges> compared(String operator, Expression[] children) {
    CellRanges all = CellRanges.of(0, cells);
    if (operator.equals("IS_NOT_NULL")) {
      return Optional.of(all);
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
