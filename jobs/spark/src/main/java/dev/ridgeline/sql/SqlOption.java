package dev.ridgeline.sql;

import dev.ridgeline.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.Analyzer;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAlias;
import org.apache.spark.sql.catalyst.catalog.InMemoryCatalog;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * SQL over the columns of cells, given as the value of an option. It is checked without a session
 * of Spark.
 *
 * @param option name of the option in messages
 * @param sql what the user wrote
 * @param use what it is used for
 */
public record SqlOption(String option, String sql, Use use) {

  /** What SQL is used for, which says which type it must have. */
  public enum Use {
    CONDITION,
    NUMBER,
    TEXT
  }

  /**
   * Checks that the SQL may run, and names only columns that there are.
   *
   * @param columns columns of the cells
   * @throws ConfigException when it is wrong
   */
  public void require(StructType columns) {
    requireAllowed();
    SqlErrors.located(
        option,
        () -> {
          Analyzer analyzer = analyzer();
          LogicalPlan plan = analyzer.execute(plan(emptyTable(columns)));
          analyzer.checkAnalysis(plan);
          return plan;
        });
  }

  /**
   * Checks that the SQL may run, where columns are not known yet.
   *
   * @throws ConfigException when it cannot be parsed, or may not run
   */
  public void requireAllowed() {
    SqlRule.ofColumns().requireExpression(option, sql);
  }

  private LogicalPlan plan(LogicalPlan columns) {
    return switch (use) {
      case CONDITION -> new Filter(expression(sql), columns);
      case NUMBER -> project("double(" + sql + "\n)", columns);
      case TEXT -> project("string(" + sql + "\n)", columns);
    };
  }

  private static LogicalPlan project(String sql, LogicalPlan columns) {
    NamedExpression named = new UnresolvedAlias(expression(sql), Option.empty());
    return new Project(CollectionConverters.asScala(List.of(named)).toSeq(), columns);
  }

  private static Expression expression(String sql) {
    return new SparkSqlParser().parseExpression(sql);
  }

  private static LogicalPlan emptyTable(StructType columns) {
    List<Attribute> attributes = new ArrayList<>();
    CollectionConverters.asJava(DataTypeUtils.toAttributes(columns)).forEach(attributes::add);
    return new LocalRelation(
        CollectionConverters.asScala(attributes).toSeq(),
        CollectionConverters.asScala(List.<InternalRow>of()).toSeq(),
        false,
        Option.empty());
  }

  /** An analyzer that knows Spark's own functions and no tables. */
  private static Analyzer analyzer() {
    SessionCatalog catalog =
        new SessionCatalog(
            new InMemoryCatalog(new SparkConf(false), new Configuration(false)),
            FunctionRegistry.builtin(),
            TableFunctionRegistry.builtin());
    return new Analyzer(catalog);
  }
}
