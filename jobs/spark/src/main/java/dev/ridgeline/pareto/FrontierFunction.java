package dev.ridgeline.pareto;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.sql.SqlRule;
import dev.ridgeline.sql.TableFunctions;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.immutable.Seq;
import scala.runtime.AbstractFunction1;

/**
 * The table function {@code frontier} of SQL: {@code frontier('TABLE', 'min COLUMN, max COLUMN',
 * 'COLUMN, COLUMN', 'CONDITION')}. Its arguments are a table with a column {@code cell},
 * objectives, groups and a condition. The last two are optional. The result is {@link
 * FrontierTables#points()}.
 */
public final class FrontierFunction extends AbstractFunction1<Seq<Expression>, LogicalPlan> {

  private static final String NAME = "frontier";

  private static final String USAGE =
      """
      _FUNC_(table, objectives[, groups[, condition]]) - Returns the rows of a table with a column \
      cell that no other row of their group beats in every objective. All arguments are texts, \
      such as _FUNC_('cells', 'min dollars_per_request, min tpot_s', 'model, workflow', \
      "status = 'OK'").""";

  private final SqlRule rule;

  private FrontierFunction(SqlRule rule) {
    this.rule = rule;
  }

  /**
   * The function, which reads tables of the active session.
   *
   * @param rule rule of the SQL in its arguments
   */
  public static TableFunctions.Definition of(SqlRule rule) {
    return new TableFunctions.Definition(NAME, USAGE, new FrontierFunction(rule));
  }

  @Override
  public LogicalPlan apply(Seq<Expression> expressions) {
    List<String> arguments = TableFunctions.texts(NAME, expressions);
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
    return FrontierTables.of(SparkSession.active(), TableFunctions.table(arguments.get(0)), query)
        .points()
        .queryExecution()
        .analyzed();
  }
}
