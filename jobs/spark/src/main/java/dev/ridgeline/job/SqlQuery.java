package dev.ridgeline.job;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.pareto.FrontierFunction;
import dev.ridgeline.table.DesignSpaceSource;
import dev.ridgeline.table.OperatorFunction;
import java.io.PrintWriter;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * SQL over a finished run, or over a sweep whose cells are evaluated as the query reads them. The
 * tables are views by their names.
 *
 * @param source place of the run, or file of the sweep
 * @param catalogs where the catalogs of a sweep are
 * @param query what to ask
 * @param rows rows to print at most
 */
public record SqlQuery(String source, CatalogDirectories catalogs, String query, int rows) {

  /**
   * Prints the answer.
   *
   * @throws ConfigException when the sweep is wrong, there is no complete run, or the query is
   *     wrong
   */
  public void execute(Optional<String> master, PrintWriter out) {
    SparkSession spark = SparkSessions.open("ridgeline sql", master);
    try {
      CellSource cells = CellSource.open(spark, source, catalogs);
      cells.tables(spark).forEach((name, table) -> table.createOrReplaceTempView(name));
      FrontierFunction.register(spark);
      OperatorFunction.register(spark, () -> cells.sweep().space());
      Dataset<Row> answer = SqlErrors.located("query", () -> spark.sql(query));
      Progress progress = Progress.follow(spark, DesignSpaceSource.cellsOf(answer), 0);
      String text = TextTable.of(answer, rows);
      progress.end(spark);
      out.print(text);
      out.flush();
    } finally {
      spark.stop();
    }
  }
}
