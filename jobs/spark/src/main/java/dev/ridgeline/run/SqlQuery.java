package dev.ridgeline.run;

import dev.ridgeline.answer.Progress;
import dev.ridgeline.answer.RowStream;
import dev.ridgeline.answer.SparkRows;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.output.Format;
import dev.ridgeline.output.Output;
import dev.ridgeline.output.Rows;
import dev.ridgeline.plugin.NamedTables;
import dev.ridgeline.plugin.RidgelineCatalog;
import dev.ridgeline.plugin.RidgelineExtensions;
import dev.ridgeline.sql.SqlErrors;
import dev.ridgeline.sql.SqlRule;
import dev.ridgeline.table.DesignSpaceSource;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A SQL query of a finished run or of a sweep. The cells of a sweep are evaluated when the query
 * reads them. Its tables and views are a namespace of the catalog of Ridgeline.
 *
 * @param source directory of the run, or path of the sweep file
 * @param catalogs catalogs of the sweep
 * @param query the query
 * @param rows most rows that are printed
 * @param rights what the query may do
 */
public record SqlQuery(
    String source, CatalogDirectories catalogs, String query, int rows, Rights rights) {

  /** Name of the namespace with the tables of the source. */
  private static final String NAMESPACE = "source";

  /** Most rows that are held in memory before they are printed. More of them are streamed. */
  public static final int MOST_IN_MEMORY = 1_000_000;

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
    NamedTables tables = cells.tables();
    SqlRule rule = rights == Rights.READ ? SqlRule.readOnly(tables.names()) : SqlRule.everything();
    rule.requireQuery("query", query);
    output.progress().stage("starting Spark");
    SparkSession spark = SparkSessions.open("ridgeline sql", master);
    try {
      spark.sparkContext().setJobDescription(query);
      output.progress().stage("planning");
      RidgelineCatalog.of(spark).show(NAMESPACE, tables);
      spark.catalog().setCurrentCatalog(RidgelineCatalog.NAME);
      spark.catalog().setCurrentDatabase(NAMESPACE);
      RidgelineExtensions.register(spark, rule);
      Dataset<Row> answer = SqlErrors.located("query", () -> spark.sql(query));
      Progress progress =
          Progress.follow(
              spark,
              output.progress(),
              SqlErrors.located("query", () -> DesignSpaceSource.cellsOf(answer)),
              0);
      requireDistinctNames(output.format(), answer);
      if (output.streams() && rows > MOST_IN_MEMORY) {
        SqlErrors.located("query", () -> stream(answer, output));
        progress.end(spark);
        return;
      }
      SparkRows taken = SqlErrors.located("query", () -> SparkRows.of(answer, rows));
      progress.end(spark);
      output.print(taken.rows());
      taken.sayIfMore(output);
    } finally {
      spark.stop();
    }
  }

  private Dataset<Row> stream(Dataset<Row> answer, Output output) {
    RowStream stream = new RowStream(answer, rows);
    output.print(List.of(answer.columns()), stream);
    stream.sayIfMore(output);
    return answer;
  }

  /** Refuses two columns of one name as keys of an object. */
  private static void requireDistinctNames(Format format, Dataset<Row> answer) {
    Optional<String> repeated = Rows.of(List.of(answer.columns()), List.of()).repeatedName();
    if (format == Format.JSON && repeated.isPresent()) {
      throw new ConfigException(
          "query",
          "has two columns '" + repeated.get() + "'. Maybe name one of them with AS, for JSON.");
    }
  }
}
