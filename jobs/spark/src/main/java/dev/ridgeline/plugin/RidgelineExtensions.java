package dev.ridgeline.plugin;

import dev.ridgeline.pareto.FrontierFunction;
import dev.ridgeline.sql.SqlRule;
import dev.ridgeline.sql.TableFunctions;
import dev.ridgeline.table.OperatorFunction;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import scala.Tuple3;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * The table functions {@code frontier} and {@code operators} of every session that has {@code
 * spark.sql.extensions=dev.ridgeline.plugin.RidgelineExtensions}. They read any table that the
 * session reads.
 */
public final class RidgelineExtensions
    extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {

  /** The table functions. */
  private static List<TableFunctions.Definition> functions(SqlRule rule) {
    return List.of(FrontierFunction.of(rule), OperatorFunction.of(rule));
  }

  /**
   * Registers the functions in one session.
   *
   * @param rule rule of the SQL in their arguments
   */
  public static void register(SparkSession spark, SqlRule rule) {
    functions(rule).forEach(function -> function.register(spark));
  }

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    functions(SqlRule.everything())
        .forEach(
            function ->
                extensions.injectTableFunction(
                    new Tuple3<>(function.identifier(), function.info(), function.builder())));
    return BoxedUnit.UNIT;
  }
}
