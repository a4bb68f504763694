package dev.ridgeline.pareto;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.sql.SqlRule;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * The table function {@code frontier} of SQL: {@code frontier('TABLE', 'min COLUMN, max COLUMN',
 * 'COLUMN, COLUMN', 'CONDITION')}. Its arguments are a table with a column {@code cell},
 * objectives, groups and a condition. The last two are optional. The result is {@link
 * FrontierTables#points()}.
 */
public final class FrontierFunction extends AbstractFunction1<Seq<Expression>, LogicalPlan> {

  private static final String NAME = "frontier";

  private final SparkSession spark;

  private final SqlRule rule;

  private FrontierFunction(SparkSession spark, SqlRule rule) {
    this.spark = spark;
    this.rule = rule;
  }

  /**
   * Registers the function in a session.
   *
   * @param rule rule of the SQL in its arguments
   */
  public static void register(SparkSession spark, SqlRule rule) {
    ((org.apache.spark.sql.classic.SparkSession) spark)
        .sessionState()
        .tableFunctionRegistry()
        .createOrReplaceTempFunction(NAME, new FrontierFunction(spark, rule), "built-in");
  }

  @Override
  public LogicalPlan apply(Seq<Expression> expressions) {
    List<String> arguments =
        CollectionConverters.asJava(expressions).stream().map(FrontierFunction::text).toList();
    if (arguments.size() < 2 || arguments.size() > 4) {
      throw new ConfigException(
          NAME,
          "takes texts: a table, objectives, and optional groups and condition. Allowed:"
              + " frontier('TABLE', 'min COLUMN, max COLUMN', 'COLUMN, COLUMN', 'CONDITION').");
    }
    String groups = arguments.size() > 2 ? arguments.get(2).strip() : "";
    FrontierQuery query =
        new FrontierQuery(
            Objective.parse(NAME, arguments.get(1)),
            groups.isEmpty()
                ? List.of()
                : Arrays.stream(groups.split(",")).map(String::strip).toList(),
            arguments.size() > 3 ? arguments.get(3) : "true",
            Ties.COLLAPSE,
            0,
            1);
    rule.requireTable(NAME, arguments.get(0));
    query.sql().forEach(sql -> rule.requireExpression(NAME, sql));
    return FrontierTables.of(spark, spark.table(arguments.get(0)), query)
        .points()
        .queryExecution()
        .analyzed();
  }

  private static String text(Expression argument) {
    if (argument.foldable() && argument.eval(null) instanceof UTF8String text) {
      return text.toString();
    }
    throw new ConfigException(NAME, "takes texts, not " + argument.sql() + ".");
  }
}
