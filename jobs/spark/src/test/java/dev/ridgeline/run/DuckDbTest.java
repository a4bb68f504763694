package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.store.RunDirectory;
import dev.ridgeline.store.RunDirectory.Replacing;
import dev.ridgeline.store.RunManifest;
import dev.ridgeline.store.UnfinishedRun;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.table.SparkTest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another engine reads the same from the files of a run: they are plain Parquet. */
class DuckDbTest extends SparkTest {

  /** Sums of doubles depend on the order of the addends. */
  private static final double RELATIVE_TOLERANCE = 1e-12;

  private Connection duckDb;
  private RunDirectory run;
  private RunManifest manifest;

  @BeforeAll
  void runAndOpen() throws SQLException {
    Path sweepFile = smallSweep();
    Catalogs catalogs = Catalogs.read(CATALOGS);
    run = RunDirectory.of("--out", directory.resolve("run").toString(), new Configuration());
    Sweep sweep = Sweep.read(sweepFile, catalogs);
    SweepJob job = new SweepJob(2);
    try (UnfinishedRun unfinished = run.begin(job.inputs(sweep), new Replacing(false, false))) {
      manifest = job.run(spark(), sweep, unfinished);
    }
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
    open("cells", run.table("cells"));
    for (String table : manifest.tables()) {
      open(table, run.table(table));
    }
  }

  @AfterAll
  void close() throws SQLException {
    duckDb.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*), min(cell), max(cell), count(link), count(DISTINCT context) FROM cells",
        "SELECT status, status_detail, count(*) FROM cells GROUP BY 1, 2 ORDER BY 1, 2",
        "SELECT status, count(ttft_s), count(dollars_per_request), count(prefill_flops)"
            + " FROM cells GROUP BY 1 ORDER BY 1",
        "SELECT model, workflow, tariff, min(dollars_per_request), max(ttft_s), sum(tpot_s),"
            + " avg(decode_oi_flops_per_byte) FROM cells GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        "SELECT decode_regime, max(max_batch), sum(cf_bytes_per_request), count(*) FROM cells"
            + " WHERE decode_regime IS NOT NULL GROUP BY 1 ORDER BY 1",
        "SELECT m.name, a.vendor, count(*), sum(c.decode_flops / c.decode_step_s)"
            + " FROM cells c JOIN models m ON m.id = c.model"
            + " JOIN accelerators a ON a.id = c.decode"
            + " WHERE a.memory_bytes > 1e11 AND c.status = 'OK' GROUP BY 1, 2 ORDER BY 1, 2",
        "SELECT t.id, count(*), sum(c.spilled_bytes_per_accelerator / t.bytes_per_accelerator)"
            + " FROM cells c JOIN memory_tiers t ON t.id = c.tier GROUP BY 1 ORDER BY 1",
        "SELECT c.cell, c.dollars_per_hour, p.dollars_per_hour * c.accelerators"
            + " FROM cells c JOIN prices p ON p.accelerator = c.decode AND p.tariff = c.tariff"
            + " WHERE c.deployment = 'colocated' AND c.status = 'OK' ORDER BY 1 LIMIT 50",
      })
  void answersAsSparkDoes(String query) throws SQLException {
    List<Row> expected = spark().sql(query).collectAsList();
    List<List<Object>> answer = ask(query);

    assertThat(answer).isNotEmpty().hasSameSizeAs(expected);
    for (int row = 0; row < answer.size(); row++) {
      for (int column = 0; column < answer.get(row).size(); column++) {
        Object value = answer.get(row).get(column);
        if (value instanceof Double number) {
          double wanted = expected.get(row).getDouble(column);
          assertThat(number).isCloseTo(wanted, within(Math.abs(wanted) * RELATIVE_TOLERANCE));
        } else {
          assertThat(value).isEqualTo(expected.get(row).get(column));
        }
      }
    }
  }

  @Test
  void readsEveryColumnInItsType() throws SQLException {
    List<List<Object>> columns =
        ask("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM cells)");
    assertThat(columns)
        .isEqualTo(
            Stream.of(spark().table("cells").schema().fields())
                .map(
                    field ->
                        List.<Object>of(
                            field.name(), field.dataType().sql().replace("STRING", "VARCHAR")))
                .toList());
  }

  @Test
  void theTableOfColumnsListsTheColumnsOfAllFiles() throws SQLException {
    for (String table : tables()) {
      assertThat(
              ask("SELECT column_name, type FROM columns WHERE table_name = '%s'".formatted(table)))
          .as(table)
          .isEqualTo(
              ask(
                      "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM %s)"
                          .formatted(table))
                  .stream()
                  .map(row -> List.of(row.get(0), sparkName((String) row.get(1))))
                  .toList());
    }
    assertThat(ask("SELECT DISTINCT table_name FROM columns")).hasSameSizeAs(tables());
  }

  @Test
  void theTableOfColumnsSaysWhatFilesSayToSpark() throws SQLException {
    for (List<Object> column : ask("SELECT table_name, column_name, comment, unit FROM columns")) {
      StructField field =
          spark().table((String) column.get(0)).schema().apply((String) column.get(1));
      Object unit = column.get(3);
      assertThat(field.getComment().get())
          .isEqualTo(unit == null ? column.get(2) : column.get(2) + " [" + unit + "]");
    }
  }

  @Test
  void columnsOfCellsAreNullWhereTheirRuleHoldsAndNowhereElse() throws SQLException {
    List<List<Object>> rules =
        ask("SELECT column_name, null_rule FROM columns WHERE table_name = 'cells'");
    assertThat(rules).hasSize(CellColumns.ALL.size());
    for (List<Object> rule : rules) {
      String where = rule.get(1) == null ? "false" : (String) rule.get(1);
      assertThat(
              ask(
                  "SELECT count(*) FROM cells WHERE (%s IS NULL) <> (%s)"
                      .formatted(rule.get(0), where)))
          .as("%s, null where %s", rule.get(0), where)
          .containsExactly(List.of(0L));
    }
  }

  @Test
  void daysAreDates() throws SQLException {
    assertThat(
            ask(
                "SELECT DISTINCT typeof(as_of) FROM prices UNION SELECT typeof(as_of) FROM capital"))
        .containsExactly(List.of("DATE"));
  }

  private List<String> tables() {
    List<String> tables = new ArrayList<>(manifest.tables());
    tables.add("cells");
    return tables;
  }

  /** What Spark calls a type of DuckDB. */
  private static String sparkName(String type) {
    return type.equals("VARCHAR") ? "string" : type.toLowerCase(Locale.ROOT);
  }

  /** Makes a table a view of both engines. */
  private void open(String table, String place) throws SQLException {
    spark().read().parquet(place).createOrReplaceTempView(table);
    try (Statement statement = duckDb.createStatement()) {
      statement.execute(
          "CREATE VIEW " + table + " AS SELECT * FROM read_parquet('" + place + "/*.parquet')");
    }
  }

  private List<List<Object>> ask(String query) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    try (Statement statement = duckDb.createStatement();
        ResultSet answer = statement.executeQuery(query)) {
      while (answer.next()) {
        List<Object> row = new ArrayList<>();
        for (int column = 1; column <= answer.getMetaData().getColumnCount(); column++) {
          row.add(answer.getObject(column));
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
