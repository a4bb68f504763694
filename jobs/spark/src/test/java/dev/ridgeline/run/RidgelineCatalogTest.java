package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.analysis.AnalysisTables;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.output.Format;
import dev.ridgeline.output.Output;
import dev.ridgeline.output.Screen;
import dev.ridgeline.pareto.FrontierQuery;
import dev.ridgeline.plugin.RidgelineCatalog;
import dev.ridgeline.plugin.RidgelineExtensions;
import dev.ridgeline.store.RunDirectory;
import dev.ridgeline.store.RunDirectory.Replacing;
import dev.ridgeline.store.UnfinishedRun;
import dev.ridgeline.testing.TestSweep;
import dev.ridgeline.view.ViewFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any Spark session with two settings has sweeps, runs and table functions. */
class RidgelineCatalogTest {

  private static final String CATALOG = "spark.sql.catalog.ridgeline";

  private static final Replacing KEEPING = new Replacing(false, false);

  @TempDir private static Path directory;
  private static Path sweeps;
  private static SparkSession spark;

  @BeforeAll
  static void startASession() throws IOException {
    sweeps = Files.createDirectories(directory.resolve("sweeps"));
    Path tiny = TestSweep.tiny(sweeps);
    TestSweep.write(sweeps, "broken.yaml", "name: broken");
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.warehouse.dir", directory.resolve("warehouse").toString())
            .config("spark.sql.extensions", RidgelineExtensions.class.getName())
            .config(CATALOG, RidgelineCatalog.class.getName())
            .config(CATALOG + ".sweeps", sweeps.toString())
            .config(CATALOG + ".runs", directory.resolve("runs").toString())
            .config(CATALOG + ".catalogs", TestSweep.CATALOGS.toString())
            .getOrCreate();
    SweepJob job = new SweepJob(1);
    RunDirectory place =
        RunDirectory.of("--out", directory.resolve("runs/tiny").toString(), new Configuration());
    var sweep = TestSweep.read(tiny);
    try (UnfinishedRun run = place.begin(job.inputs(sweep), KEEPING)) {
      job.run(spark, sweep, run);
    }
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static List<String> column(int column, String query) {
    return spark.sql(query).collectAsList().stream()
        .map(row -> String.valueOf(row.get(column)))
        .toList();
  }

  private static void assertSameRows(String one, String other) {
    List<Row> rows = spark.sql(one).collectAsList();
    assertThat(rows).isNotEmpty().isEqualTo(spark.sql(other).collectAsList());
  }

  @Test
  void namespacesAreFoldersAndTablesAreFiles() {
    assertThat(column(0, "SHOW NAMESPACES IN ridgeline"))
        .containsExactly("catalogs", "runs", "sweeps");
    assertThat(column(0, "SHOW NAMESPACES IN ridgeline.runs")).contains("runs.tiny");
    assertThat(column(1, "SHOW TABLES IN ridgeline.sweeps")).containsExactly("broken", "tiny");
    assertThat(column(1, "SHOW TABLES IN ridgeline.sweeps.tiny"))
        .contains("cells", "models", "columns", "best", "frontier")
        .hasSameElementsAs(column(1, "SHOW TABLES IN ridgeline.runs.tiny"));
    assertThat(column(1, "SHOW VIEWS IN ridgeline.runs.tiny"))
        .containsExactly("best", "frontier", "infeasible", "by_regime");
    assertThat(column(1, "SHOW TABLES IN ridgeline.catalogs")).contains("models", "prices");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ridgeline.sweeps.tiny", "ridgeline.runs.tiny"})
  void everyColumnHasAComment(String namespace) {
    for (String table : column(1, "SHOW TABLES IN " + namespace)) {
      assertThat(column(2, "DESCRIBE " + namespace + "." + table))
          .as("%s.%s", namespace, table)
          .isNotEmpty()
          .allSatisfy(comment -> assertThat(comment).matches(".*\\.( \\[.+\\])?"));
    }
    assertThat(
            spark
                .table(namespace + ".by_regime")
                .schema()
                .apply("least_cf_bytes_per_request")
                .getComment()
                .get())
        .endsWith("[B]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM ridgeline.%s.tiny.cells ORDER BY cell",
        "SELECT * FROM ridgeline.%s.tiny.models ORDER BY id",
        "SELECT * FROM ridgeline.%s.tiny.prices ORDER BY accelerator, tariff",
        "SELECT cell FROM ridgeline.%s.tiny.best ORDER BY cell",
        "SELECT cell FROM ridgeline.%s.tiny.frontier ORDER BY cell",
        "SELECT * FROM ridgeline.%s.tiny.infeasible ORDER BY first_cell",
        "SELECT * FROM ridgeline.%s.tiny.by_regime ORDER BY context, decode_regime"
      })
  void runHasWhatTheLiveSweepHas(String query) {
    assertSameRows(query.formatted("runs"), query.formatted("sweeps"));
  }

  /** The files of a frontier and of choices have views that both engines read. */
  @Test
  void runsWithoutCellsHaveTheViewsThatTheyCanAnswer() throws Exception {
    String sweep = sweeps.resolve("tiny.yaml").toString();
    CatalogDirectories catalogs = CatalogDirectories.of(TestSweep.CATALOGS);
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Output output = new Output(Format.TABLE, Screen.UNKNOWN, nowhere, nowhere);
    FrontierQuery query =
        new FrontierQuery(
            AnalysisTables.OBJECTIVES, AnalysisTables.WORKLOAD, "true", Ties.COLLAPSE, 0, 1);
    new FrontierRun(sweep, catalogs, query, Optional.empty(), place("points"), KEEPING, "frontier")
        .execute(Optional.empty(), output);
    new ChoiceRun(sweep, catalogs, ChoiceRequest.usual(), place("chosen"), KEEPING, "choices")
        .execute(Optional.empty(), output);

    assertThat(column(1, "SHOW VIEWS IN ridgeline.runs.points"))
        .containsExactly("best", "by_regime");
    assertThat(column(1, "SHOW VIEWS IN ridgeline.runs.chosen"))
        .containsExactly("best", "infeasible");
    String best = "SELECT cell, dollars_per_request FROM ridgeline.%s.best ORDER BY cell";
    assertSameRows(best.formatted("runs.points"), best.formatted("sweeps.tiny"));
    assertThat(column(0, "SELECT cell FROM ridgeline.runs.chosen.best ORDER BY cell"))
        .isEqualTo(column(0, "SELECT cell FROM ridgeline.sweeps.tiny.best ORDER BY cell"));
    assertThat(column(0, "SELECT count(*) FROM ridgeline.runs.chosen.infeasible"))
        .containsExactly("0");
    assertThat(column(2, "DESCRIBE ridgeline.runs.chosen.best"))
        .allSatisfy(comment -> assertThat(comment).isNotEmpty());
    for (String run : List.of("points", "chosen")) {
      assertThat(inDuckDb(run, "SELECT cell FROM best ORDER BY cell"))
          .as(run)
          .isEqualTo(column(0, "SELECT cell FROM ridgeline.sweeps.tiny.best ORDER BY cell"));
    }
    String regimes = "SELECT decode_regime FROM %sby_regime ORDER BY ok_cells, 1";
    assertThat(inDuckDb("points", regimes.formatted("")))
        .isEqualTo(column(0, regimes.formatted("ridgeline.runs.points.")))
        .isNotEmpty();
  }

  private static Optional<String> place(String run) {
    return Optional.of(directory.resolve("runs").resolve(run).toString());
  }

  /** The first column of an answer of DuckDB, with the tables and views of a run's own file. */
  private static List<String> inDuckDb(String run, String query) throws Exception {
    List<String> values = new ArrayList<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute("SET file_search_path = '" + place(run).orElseThrow() + "'");
      statement.execute(
          Files.readString(directory.resolve("runs").resolve(run).resolve(ViewFile.NAME)));
      try (ResultSet rows = statement.executeQuery(query)) {
        while (rows.next()) {
          values.add(rows.getString(1));
        }
      }
    }
    return values;
  }

  @Test
  void sweepIsItsCells() {
    assertSameRows(
        "SELECT cell, tpot_s FROM ridgeline.sweeps.tiny ORDER BY cell",
        "SELECT cell, tpot_s FROM ridgeline.sweeps.tiny.cells ORDER BY cell");
  }

  @Test
  void tableFunctionsReadAnyTable() {
    String frontier =
        "SELECT * FROM frontier('%s', 'min dollars_per_request, min tpot_s') ORDER BY cell";
    assertSameRows(
        frontier.formatted("ridgeline.sweeps.tiny"),
        frontier.formatted("ridgeline.runs.tiny.cells"));
    String operators = "SELECT * FROM operators('%s', 'batch = 8') ORDER BY ALL";
    assertSameRows(
        operators.formatted("ridgeline.sweeps.tiny"),
        operators.formatted("ridgeline.runs.tiny.cells"));
    assertThatThrownBy(
            () -> spark.sql("SELECT * FROM operators('ridgeline.catalogs.models', 'true')"))
        .hasMessageContaining("takes a table of the cells of a sweep or of a run.");
    assertThat(column(0, "DESCRIBE FUNCTION operators").toString())
        .contains("operators(table, condition)");
  }

  @Test
  void cellsGoIntoTablesOfOtherCatalogs() {
    spark.sql(
        "CREATE TABLE spark_catalog.default.copy USING parquet AS"
            + " SELECT * FROM ridgeline.sweeps.tiny WHERE batch = 1");
    spark.sql(
        "INSERT INTO spark_catalog.default.copy"
            + " SELECT * FROM ridgeline.sweeps.tiny WHERE batch > 1");
    assertSameRows(
        "SELECT * FROM spark_catalog.default.copy ORDER BY cell",
        "SELECT * FROM ridgeline.runs.tiny.cells ORDER BY cell");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE ridgeline.runs.tiny.mine AS SELECT 1",
        "CREATE NAMESPACE ridgeline.mine",
        "DROP TABLE ridgeline.sweeps.tiny",
        "DROP VIEW ridgeline.runs.tiny.best",
        "ALTER TABLE ridgeline.runs.tiny.cells RENAME TO ridgeline.runs.tiny.mine",
      })
  void nothingIsWritten(String statement) {
    assertThatThrownBy(() -> spark.sql(statement))
        .hasMessageContaining("is a catalog that SQL only reads.");
  }

  @Test
  void cellsOfARunTakeNoRows() {
    assertThatThrownBy(
            () ->
                spark.sql(
                    "INSERT INTO ridgeline.runs.tiny.cells SELECT * FROM ridgeline.sweeps.tiny"))
        .hasMessageContaining("does not support append");
  }

  @Test
  void wrongSweepIsAnErrorOfItsOwn() {
    assertThatThrownBy(() -> spark.table("ridgeline.sweeps.broken"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("broken.yaml: 1 problem")
        .hasMessageContaining("/axes: is missing");
    assertThatThrownBy(() -> spark.table("ridgeline.sweeps.nothing"))
        .hasMessageContaining("cannot be found");
    assertThatThrownBy(
            () ->
                new RidgelineCatalog()
                    .initialize("ridgeline", new CaseInsensitiveStringMap(Map.of("sweep", "x"))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Maybe you meant 'sweeps'");
  }

  @Test
  void editedSweepIsReadAgain() {
    String count = "SELECT count(*) FROM ridgeline.sweeps.edited";
    TestSweep.write(sweeps, "edited.yaml", TestSweep.TINY.replace("tiny", "edited"));
    assertThat(column(0, count)).containsExactly("6");
    TestSweep.write(
        sweeps, "edited.yaml", TestSweep.TINY.replace("tiny", "edited").replace("4096", "64, 512"));
    assertThat(column(0, count)).containsExactly("8");
    sweeps.resolve("edited.yaml").toFile().delete();
  }
}
