package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.plugin.RidgelineCatalog;
import dev.ridgeline.plugin.RidgelineExtensions;
import dev.ridgeline.sql.SqlRule;
import dev.ridgeline.store.RunDirectory;
import dev.ridgeline.store.RunDirectory.Replacing;
import dev.ridgeline.store.UnfinishedRun;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.table.SparkTest;
import dev.ridgeline.testing.TestSweep;
import dev.ridgeline.view.ViewFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The recipes beside the sweeps, on a run of the quickstart: Spark reads them through the catalog,
 * and DuckDB through the file of views in the run.
 */
class RecipesTest extends SparkTest {

  private static final Path RECIPES = TestSweep.SHIPPED.resolve("recipes");
  private static final double RELATIVE_TOLERANCE = 1e-12;

  private static final String INTRODUCTION =
      """
      # Recipes

      Ten questions to a run of the quickstart, each with its query, its answer, and what to notice.
      This page is made from the files beside it and from a run, and a test fails when it is old.

      ```
      deploy/ridgeline sweep sweep-configs/quickstart.yaml
      deploy/ridgeline sql runs/quickstart "$(cat sweep-configs/recipes/01-cheapest-mix.sql)"
      ```

      DuckDB gives the same answers:

      ```
      cd runs/quickstart
      duckdb -init views.sql < ../../sweep-configs/recipes/01-cheapest-mix.sql
      ```

      `best`, `frontier`, `infeasible` and `by_regime` are
      [views that every run has](../../jobs/spark/README.md#views-of-common-questions).
      """;

  private final Map<String, List<Row>> answers = new HashMap<>();
  private Connection duckDb;

  /**
   * A recipe.
   *
   * @param file its file
   * @param question the question that it answers
   * @param notices what to notice in the answer
   * @param sql the query
   */
  record Recipe(Path file, String question, List<String> notices, String sql) {

    static Recipe of(Path file) {
      try {
        List<String> lines = Files.readAllLines(file);
        return new Recipe(
            file,
            after("-- Question: ", lines).get(0),
            after("-- Notice: ", lines),
            lines.stream()
                .filter(line -> !line.startsWith("--"))
                .collect(Collectors.joining("\n")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static List<String> after(String beginning, List<String> lines) {
      return lines.stream()
          .filter(line -> line.startsWith(beginning))
          .map(line -> line.substring(beginning.length()))
          .toList();
    }

    @Override
    public String toString() {
      return file.getFileName().toString();
    }
  }

  static List<Recipe> recipes() throws IOException {
    try (Stream<Path> files = Files.list(RECIPES)) {
      return files
          .filter(file -> file.toString().endsWith(".sql"))
          .sorted()
          .map(Recipe::of)
          .toList();
    }
  }

  @BeforeAll
  void runTheQuickstart() throws Exception {
    Path place = directory.resolve("runs/quickstart");
    SweepJob job = new SweepJob(2);
    Sweep sweep = TestSweep.read(TestSweep.SHIPPED.resolve("quickstart.yaml"));
    RunDirectory run = RunDirectory.of("--out", place.toString(), new Configuration());
    try (UnfinishedRun unfinished = run.begin(job.inputs(sweep), new Replacing(false, false))) {
      job.run(spark(), sweep, unfinished);
    }
    String catalog = "spark.sql.catalog.ridgeline";
    spark().conf().set(catalog, RidgelineCatalog.class.getName());
    spark().conf().set(catalog + ".runs", directory.resolve("runs").toString());
    spark().conf().set(catalog + ".catalogs", CATALOGS.toString());
    RidgelineExtensions.register(spark(), SqlRule.everything());
    spark().sql("USE ridgeline.runs.quickstart");
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = duckDb.createStatement()) {
      statement.execute("SET file_search_path = '" + place + "'");
      statement.execute(Files.readString(place.resolve(ViewFile.NAME)));
    }
  }

  @AfterAll
  void close() throws SQLException {
    spark().sql("USE spark_catalog.default");
    duckDb.close();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void duckDbAnswersAsSparkDoes(Recipe recipe) throws SQLException {
    assertSameAnswers(recipe.sql());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT cell FROM best ORDER BY cell",
        "SELECT cell, dollars_per_request FROM frontier ORDER BY cell",
        "SELECT * FROM infeasible ORDER BY 1, 2, 3, 4, 5, 6",
        "SELECT * FROM by_regime ORDER BY 1, 2, 3, 4, 5"
      })
  void viewsOfTheFileAreThoseOfTheCatalog(String query) throws SQLException {
    assertSameAnswers(query);
  }

  /** The answer of Spark, which is asked once. */
  private List<Row> answer(String query) {
    return answers.computeIfAbsent(query, sql -> spark().sql(sql).collectAsList());
  }

  private void assertSameAnswers(String query) throws SQLException {
    List<Row> expected = answer(query);
    List<List<Object>> answer = ask(query);
    assertThat(answer).isNotEmpty().hasSameSizeAs(expected);
    for (int row = 0; row < answer.size(); row++) {
      for (int column = 0; column < answer.get(row).size(); column++) {
        Object value = answer.get(row).get(column);
        Object wanted = expected.get(row).get(column);
        if (value instanceof Double number && wanted instanceof Double other) {
          assertThat(number).isCloseTo(other, within(Math.abs(other) * RELATIVE_TOLERANCE));
        } else {
          assertThat(value).as("row %d, column %d", row, column).isEqualTo(wanted);
        }
      }
    }
  }

  @Test
  void thePageHasTheAnswersOfTheseQueries() throws IOException {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    int number = 0;
    for (Recipe recipe : recipes()) {
      number++;
      page.append("\n## %d. %s\n\n".formatted(number, recipe.question()))
          .append("[%1$s](%1$s)\n\n```sql\n%2$s\n```\n\n".formatted(recipe, recipe.sql()))
          .append(table(answer(recipe.sql())))
          .append('\n');
      recipe.notices().forEach(notice -> page.append("- ").append(notice).append('\n'));
    }
    Path generated = Path.of("target", "recipes.md");
    Files.writeString(generated, page);
    assertThat(number).isEqualTo(10);
    assertThat(Files.readString(RECIPES.resolve("README.md")).equals(page.toString()))
        .as("sweep-configs/recipes/README.md is as in jobs/spark/%s: copy that over it", generated)
        .isTrue();
  }

  private static String table(List<Row> answer) {
    String[] names = answer.get(0).schema().fieldNames();
    StringBuilder text = new StringBuilder("| " + String.join(" | ", names) + " |\n");
    text.append("|---".repeat(names.length)).append("|\n");
    for (Row row : answer) {
      text.append(
          IntStream.range(0, names.length)
              .mapToObj(column -> printed(row.get(column)))
              .collect(Collectors.joining(" | ", "| ", " |\n")));
    }
    return text.toString();
  }

  private static String printed(Object value) {
    return value instanceof Double number
        ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
        : String.valueOf(value);
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
