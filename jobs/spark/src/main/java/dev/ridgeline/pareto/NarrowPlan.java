package dev.ridgeline.pareto;

import dev.ridgeline.relation.SkylineRequest;
import dev.ridgeline.relation.SkylineScan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.GreaterThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.LessThan;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanRelation;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The optimized plan of narrow rows, where it consists of columns, comparisons with constants and a
 * {@link SkylineScan}. Everything else is left to Spark, which evaluates any SQL.
 *
 * @param scan the scan
 * @param columns the columns, in the order of the rows
 * @param conditions conditions that Spark has not handed to the scan yet
 */
record NarrowPlan(
    SkylineScan scan, List<Expression> columns, List<SkylineRequest.Condition> conditions) {

  /** The plan of rows; empty where it has something else in it. */
  static Optional<NarrowPlan> of(Dataset<Row> rows) {
    LogicalPlan plan = rows.queryExecution().optimizedPlan();
    List<Expression> columns = new ArrayList<>();
    if (plan instanceof Project project) {
      for (NamedExpression column : CollectionConverters.asJava(project.projectList())) {
        columns.add(column instanceof Alias alias ? alias.child() : (Expression) column);
      }
      plan = project.child();
    } else {
      columns.addAll(CollectionConverters.asJava(plan.output()));
    }
    List<SkylineRequest.Condition> conditions = new ArrayList<>();
    List<String> present = new ArrayList<>();
    if (plan instanceof Filter filter) {
      if (!read(filter.condition(), conditions, present)) {
        return Optional.empty();
      }
      plan = filter.child();
    }
    if (!(plan instanceof DataSourceV2ScanRelation relation)
        || !(relation.scan() instanceof SkylineScan scan)) {
      return Optional.empty();
    }
    // A column that must have a value has one where a condition holds on it, or a measure is read.
    List<String> required = new ArrayList<>();
    conditions.forEach(condition -> required.add(condition.column()));
    columns.forEach(column -> measure(column).ifPresent(one -> required.add(one.column())));
    return required.containsAll(present)
        ? Optional.of(new NarrowPlan(scan, columns, conditions))
        : Optional.empty();
  }

  /** The column of a group, or of a number of a row; empty where it is computed. */
  Optional<String> column(int place) {
    return named(columns.get(place));
  }

  /** The measure in a place; empty where it is computed. */
  Optional<SkylineRequest.Measure> measure(int place) {
    return measure(columns.get(place));
  }

  private static Optional<SkylineRequest.Measure> measure(Expression expression) {
    boolean isNegated = expression instanceof UnaryMinus;
    Expression positive = isNegated ? ((UnaryMinus) expression).child() : expression;
    return named(positive).map(name -> new SkylineRequest.Measure(name, isNegated));
  }

  /** The name of a column, which may be cast to a type that keeps its value. */
  private static Optional<String> named(Expression expression) {
    if (expression instanceof AttributeReference attribute) {
      return Optional.of(attribute.name());
    }
    if (expression instanceof Cast cast
        && cast.child() instanceof AttributeReference attribute
        && attribute.dataType().equals(DataTypes.LongType)
        && keepsWholes(cast.dataType())) {
      return Optional.of(attribute.name());
    }
    return Optional.empty();
  }

  private static boolean keepsWholes(DataType type) {
    return type.equals(DataTypes.StringType) || type.equals(DataTypes.DoubleType);
  }

  /** Reads a condition; returns whether it consists of comparisons with constants. */
  private static boolean read(
      Expression condition, List<SkylineRequest.Condition> conditions, List<String> present) {
    if (condition instanceof And and) {
      return read(and.left(), conditions, present) && read(and.right(), conditions, present);
    }
    if (condition instanceof IsNotNull isNotNull) {
      Optional<SkylineRequest.Measure> column = measure(isNotNull.child());
      column.ifPresent(one -> present.add(one.column()));
      return column.isPresent();
    }
    Optional<SkylineRequest.Condition> read =
        condition instanceof In in ? ofIn(in) : ofComparison(condition);
    read.ifPresent(conditions::add);
    return read.isPresent();
  }

  private static Optional<SkylineRequest.Condition> ofIn(In in) {
    List<Object> constants = new ArrayList<>();
    for (Expression one : CollectionConverters.asJava(in.list())) {
      Optional<Object> constant = constant(one);
      if (constant.isEmpty()) {
        return Optional.empty();
      }
      constants.add(constant.get());
    }
    return named(in.value()).map(name -> new SkylineRequest.Condition(name, "IN", constants));
  }

  private static Optional<SkylineRequest.Condition> ofComparison(Expression condition) {
    if (!(condition instanceof BinaryComparison comparison)) {
      return Optional.empty();
    }
    Optional<String> left = named(comparison.left());
    Optional<Object> right = constant(comparison.right());
    if (left.isPresent() && right.isPresent()) {
      return operator(comparison)
          .map(
              operator -> new SkylineRequest.Condition(left.get(), operator, List.of(right.get())));
    }
    Optional<String> name = named(comparison.right());
    Optional<Object> bound = constant(comparison.left());
    return name.isEmpty() || bound.isEmpty()
        ? Optional.empty()
        : operator(comparison)
            .map(
                operator ->
                    new SkylineRequest.Condition(
                        name.get(), turned(operator), List.of(bound.get())));
  }

  private static Optional<String> operator(BinaryComparison comparison) {
    if (comparison instanceof EqualTo) {
      return Optional.of("=");
    }
    if (comparison instanceof LessThan) {
      return Optional.of("<");
    }
    if (comparison instanceof LessThanOrEqual) {
      return Optional.of("<=");
    }
    if (comparison instanceof GreaterThan) {
      return Optional.of(">");
    }
    return comparison instanceof GreaterThanOrEqual ? Optional.of(">=") : Optional.empty();
  }

  /** The operator of a comparison whose operands are exchanged. */
  private static String turned(String operator) {
    return switch (operator) {
      case "<" -> ">";
      case "<=" -> ">=";
      case ">" -> "<";
      case ">=" -> "<=";
      default -> operator;
    };
  }

  private static Optional<Object> constant(Expression expression) {
    if (!(expression instanceof Literal literal)) {
      return Optional.empty();
    }
    Object value = literal.value();
    if (value instanceof UTF8String text) {
      return Optional.of(text.toString());
    }
    return value instanceof Double || value instanceof Long
        ? Optional.of(((Number) value).doubleValue())
        : Optional.empty();
  }
}
