package dev.ridgeline.run;

import dev.ridgeline.answer.Progress;
import dev.ridgeline.answer.SparkRows;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.output.Format;
import dev.ridgeline.output.Output;
import dev.ridgeline.pareto.FrontierFunction;
import dev.ridgeline.sql.SqlErrors;
import dev.ridgeline.sql.SqlRule;
import dev.ridgeline.table.DesignSpaceSource;
import dev.ridgeline.table.OperatorFunction;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A SQL query of a finished run or of a sweep. The cells of a sweep are evaluated when the query
 * reads them. Each table is a view.
 *
 * @param source directory of the run, or path of the sweep file
 * @param catalogs catalogs of the sweep
 * @param query the query
 * @param rows most rows that are printed
 * @param rights what the query may do
 */
public record SqlQuery(
    String source, CatalogDirectories catalogs, String query, int rows, Rights rights) {

  /** What a query may do. */
  public enum Rights {
    /** It reads the tables of the source, and changes nothing. */
    READ,
    /** It may do whatever Spark does. */
    EVERYTHING
  }

  /**
   * Prints the answer.
   *
   * @throws ConfigException when the sweep or the query is wrong, or the run is not complete
   */
  public void execute(Optional<String> master, Output output) {
    CellSource cells = CellSource.open(source, catalogs);
    SqlRule rule =
        rights == Rights.READ ? SqlRule.readOnly(cells.tableNames()) : SqlRule.everything();
    rule.requireQuery("query", query);
    output.progress().stage("starting Spark");
    SparkSession spark = SparkSessions.open("ridgeline sql", master);
    try {
      output.progress().stage("planning");
      cells.tables(spark).forEach((name, table) -> table.createOrReplaceTempView(name));
      FrontierFunction.register(spark, rule);
      OperatorFunction.register(spark, () -> cells.sweep().space(), rule);
      Dataset<Row> answer = SqlErrors.located("query", () -> spark.sql(query));
      Progress progress =
          Progress.follow(
              spark,
              output.progress(),
              SqlErrors.located("query", () -> DesignSpaceSource.cellsOf(answer)),
              0);
      SparkRows taken = SqlErrors.located("query", () -> SparkRows.of(answer, rows));
      progress.end(spark);
      requireDistinctNames(output.format(), taken);
      output.print(taken.rows());
      taken.sayIfMore(output);
    } finally {
      spark.stop();
    }
  }

  /** Refuses two columns of one name as keys of an object. */
  private static void requireDistinctNames(Format format, SparkRows taken) {
    Optional<String> repeated = taken.rows().repeatedName();
    if (format == Format.JSON && repeated.isPresent()) {
      throw new ConfigException(
          "query",
          "has two columns '" + repeated.get() + "'. Maybe name one of them with AS, for JSON.");
    }
  }
}
