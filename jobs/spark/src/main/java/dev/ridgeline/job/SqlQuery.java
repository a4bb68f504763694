package dev.ridgeline.job;

import dev.ridgeline.config.ConfigException;
import java.io.PrintWriter;
import java.util.Optional;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * SQL over a finished run, whose tables are views by their names.
 *
 * @param run place of the run
 * @param query what to ask
 * @param rows rows to print at most
 */
public record SqlQuery(String run, String query, int rows) {

  /**
   * Prints the answer.
   *
   * @throws ConfigException when there is no complete run, or the query is wrong
   */
  public void execute(Optional<String> master, PrintWriter out) {
    SparkSession spark = SparkSessions.open("ridgeline sql", master);
    try {
      RunDirectory directory = RunDirectory.of(run, spark.sparkContext().hadoopConfiguration());
      RunManifest manifest =
          directory
              .manifest()
              .orElseThrow(
                  () ->
                      new ConfigException(
                          run, "holds no complete run: there is no run.json. Maybe run a sweep."));
      spark.read().parquet(directory.cells()).createOrReplaceTempView("cells");
      for (String table : manifest.tables()) {
        spark.read().parquet(directory.table(table)).createOrReplaceTempView(table);
      }
      print(answer(spark), out);
    } finally {
      spark.stop();
    }
  }

  private Dataset<Row> answer(SparkSession spark) {
    try {
      return spark.sql(query);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // AnalysisException and ParseException are checked, but Scala does not declare them.
      if (e instanceof SparkThrowable) {
        throw new ConfigException("query", firstSentences(e.getMessage()));
      }
      throw new IllegalStateException(e);
    }
  }

  private void print(Dataset<Row> answer, PrintWriter out) {
    out.print(TextTable.of(answer, rows));
    out.flush();
  }

  /** Spark's message without the plan that follows it. */
  static String firstSentences(String message) {
    int plan = message.indexOf(";\n");
    return (plan < 0 ? message : message.substring(0, plan)).strip().replaceAll("\\s*\\n\\s*", " ");
  }
}
