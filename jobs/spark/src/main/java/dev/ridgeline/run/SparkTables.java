package dev.ridgeline.run;

import dev.ridgeline.answer.SparkRows;
import dev.ridgeline.output.Rows;
import dev.ridgeline.report.ReportTables;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Tables of a report as views of a Spark session. */
final class SparkTables implements ReportTables {

  private final SparkSession spark;
  private final Map<String, Set<String>> columns = new LinkedHashMap<>();

  SparkTables(SparkSession spark) {
    this.spark = spark;
  }

  /** Adds a table, or replaces the one of the same name. */
  void put(String name, Dataset<Row> table) {
    table.createOrReplaceTempView(name);
    columns.put(
        name, Arrays.stream(table.columns()).collect(Collectors.toCollection(TreeSet::new)));
  }

  @Override
  public Set<String> names() {
    return columns.keySet();
  }

  @Override
  public Set<String> columns(String table) {
    return columns.getOrDefault(table, Set.of());
  }

  @Override
  public Rows rows(String sql) {
    return SparkRows.all(spark.sql(sql));
  }
}
