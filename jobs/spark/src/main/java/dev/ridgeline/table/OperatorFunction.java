package dev.ridgeline.table;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellOperators;
import dev.ridgeline.evaluate.OperatorRow;
import dev.ridgeline.relation.Relations;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sql.SqlRule;
import dev.ridgeline.sql.TableFunctions;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * The table function {@code operators} of SQL, such as {@code operators('cells', "batch = 64 AND
 * status = 'OK'")}. The first argument names a table with a column {@code cell}, and the second is
 * a condition on its rows. The result is {@link OperatorRow#TABLE}: a row for each operator of each
 * step of those cells.
 */
public final class OperatorFunction extends AbstractFunction1<Seq<Expression>, LogicalPlan> {

  private static final String NAME = OperatorRow.TABLE.name();

  /**
   * Most cells of a call. Each has some 30 rows and takes some hundred times as long as in a sweep.
   */
  private static final int MOST_CELLS = 10_000;

  private static final int CELLS_PER_TASK = 100;

  private static final String USAGE =
      """
      _FUNC_(table, condition) - Returns a row for each operator of each step of the cells that a \
      condition leaves of a table of cells. Both arguments are texts, such as _FUNC_('cells', \
      "batch = 64 AND status = 'OK'").""";

  private final SqlRule rule;

  private OperatorFunction(SqlRule rule) {
    this.rule = rule;
  }

  /**
   * The function, which reads tables of the active session.
   *
   * @param rule rule of the SQL in its arguments
   */
  public static TableFunctions.Definition of(SqlRule rule) {
    return new TableFunctions.Definition(NAME, USAGE, new OperatorFunction(rule));
  }

  @Override
  public LogicalPlan apply(Seq<Expression> expressions) {
    List<String> arguments = TableFunctions.texts(NAME, expressions);
    if (arguments.size() != 2) {
      throw new ConfigException(
          NAME,
          "takes two texts, a table and a condition, such as operators('cells', \"batch = 64 AND"
              + " status = 'OK'\").");
    }
    rule.requireTable(NAME, arguments.get(0));
    rule.requireExpression(NAME, arguments.get(1));
    Dataset<Row> table = TableFunctions.table(arguments.get(0));
    DesignSpace space = space(table);
    List<Long> cells =
        table
            .where(arguments.get(1))
            .selectExpr("bigint(" + CellColumns.CELL + ")")
            .distinct()
            .limit(MOST_CELLS + 1)
            .toJavaRDD()
            .map(row -> row.getLong(0))
            .collect();
    if (cells.size() > MOST_CELLS) {
      throw new ConfigException(
          NAME,
          String.format(
              "takes at most %,d cells, and the condition leaves more. Maybe narrow the condition.",
              MOST_CELLS));
    }
    return rows(space, cells.stream().sorted().toList()).queryExecution().analyzed();
  }

  /** The design space that the cells of a table are of. */
  private static DesignSpace space(Dataset<Row> table) {
    List<DesignSpace> spaces =
        CollectionConverters.asJava(table.queryExecution().analyzed().collectLeaves()).stream()
            .map(leaf -> leaf instanceof DataSourceV2Relation relation ? relation.table() : null)
            .filter(CellTable.class::isInstance)
            .map(cells -> ((CellTable) cells).space())
            .toList();
    if (spaces.size() != 1) {
      throw new ConfigException(
          NAME,
          spaces.isEmpty()
              ? "takes a table of the cells of a sweep or of a run."
              : "takes a table of the cells of one sweep, not of several.");
    }
    return spaces.get(0);
  }

  private static Dataset<Row> rows(DesignSpace space, List<Long> cells) {
    SparkSession spark = SparkSession.active();
    JavaRDD<Long> numbers =
        new JavaSparkContext(spark.sparkContext())
            .parallelize(cells, 1 + cells.size() / CELLS_PER_TASK);
    return spark.createDataFrame(
        numbers.mapPartitions(new Evaluation(space)),
        Relations.schema(OperatorRow.TABLE.columns()));
  }

  private static final class Evaluation implements FlatMapFunction<Iterator<Long>, Row> {

    private static final long serialVersionUID = 1L;

    private final DesignSpace space;

    Evaluation(DesignSpace space) {
      this.space = space;
    }

    @Override
    public Iterator<Row> call(Iterator<Long> cells) {
      CellOperators operators = new CellOperators(space);
      Iterable<Long> all = () -> cells;
      Stream<OperatorRow> rows =
          StreamSupport.stream(all.spliterator(), false)
              .flatMap(cell -> operators.of(cell).stream());
      return rows.map(row -> Relations.row(OperatorRow.TABLE.columns(), row)).iterator();
    }
  }
}
