package dev.ridgeline.run;

import dev.ridgeline.answer.Progress;
import dev.ridgeline.answer.RowStream;
import dev.ridgeline.answer.SparkRows;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.output.Format;
import dev.ridgeline.output.Output;
import dev.ridgeline.output.ProgressDisplay;
import dev.ridgeline.output.Rows;
import dev.ridgeline.plugin.NamedTables;
import dev.ridgeline.plugin.RidgelineCatalog;
import dev.ridgeline.plugin.RidgelineExtensions;
import dev.ridgeline.sql.SqlErrors;
import dev.ridgeline.sql.SqlRule;
import dev.ridgeline.table.DesignSpaceSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A finished run or a sweep whose tables SQL asks in one session of Spark. The cells of a sweep are
 * evaluated when a statement reads them. Its tables and views are a namespace of the catalog of
 * Ridgeline.
 */
public final class SqlSession implements AutoCloseable {

  /** Name of the namespace with the tables of the source. */
  private static final String NAMESPACE = "source";

  /** Most rows that are held in memory before they are printed. More of them are streamed. */
  public static final int MOST_IN_MEMORY = 1_000_000;

  /** What statements may do. */
  public enum Rights {
    /** They read the tables of the source, and change nothing. */
    READ,
    /** They may do whatever Spark does. */
    EVERYTHING
  }

  private final CellSource cells;
  private final SqlRule rule;
  private final SparkSession spark;

  private SqlSession(CellSource cells, SqlRule rule, SparkSession spark) {
    this.cells = cells;
    this.rule = rule;
    this.spark = spark;
  }

  /**
   * Opens a source, checks statements, and only then starts Spark.
   *
   * @param source directory of a run, or path of a sweep file
   * @param catalogs catalogs of the sweep
   * @param statements statements that are checked
   * @param master URL of the Spark master
   * @throws ConfigException when the sweep or a statement is wrong, or the run is not complete
   */
  static SqlSession open(
      String source,
      CatalogDirectories catalogs,
      Rights rights,
      List<Statement> statements,
      Optional<String> master,
      ProgressDisplay progress) {
    CellSource cells = CellSource.open(source, catalogs);
    NamedTables tables = cells.tables();
    SqlRule rule = rights == Rights.READ ? SqlRule.readOnly(tables.names()) : SqlRule.everything();
    statements.forEach(statement -> rule.requireQuery(statement.place(), statement.sql()));
    progress.stage("starting Spark");
    SparkSession spark = SparkSessions.open("ridgeline sql", master);
    RidgelineCatalog.of(spark).show(NAMESPACE, tables);
    spark.catalog().setCurrentCatalog(RidgelineCatalog.NAME);
    spark.catalog().setCurrentDatabase(NAMESPACE);
    RidgelineExtensions.register(spark, rule);
    return new SqlSession(cells, rule, spark);
  }

  /**
   * Opens a source in a session that stays, until {@link #close}, for all that this JVM does.
   *
   * @throws ConfigException when the sweep is wrong, or the run is not complete
   */
  public static SqlSession keep(
      String source,
      CatalogDirectories catalogs,
      Rights rights,
      Optional<String> master,
      ProgressDisplay progress) {
    SqlSession session = open(source, catalogs, rights, List.of(), master, progress);
    SparkSessions.keep(session.spark);
    return session;
  }

  /**
   * Another source in the same session.
   *
   * @throws ConfigException when the sweep is wrong, or the run is not complete
   */
  public SqlSession reopen(String source, CatalogDirectories catalogs, Rights rights) {
    return open(source, catalogs, rights, List.of(), Optional.empty(), ProgressDisplay.NONE);
  }

  /**
   * Prints the answer to a statement.
   *
   * @param rows most rows that are printed
   * @throws ConfigException when the statement is wrong, or may not run
   */
  public void answer(Statement statement, int rows, Output output) {
    String place = statement.place();
    rule.requireQuery(place, statement.sql());
    output.progress().stage("planning");
    spark.sparkContext().setJobDescription(statement.sql());
    Dataset<Row> answer = SqlErrors.located(place, () -> spark.sql(statement.sql()));
    Progress progress =
        Progress.follow(
            spark,
            output.progress(),
            SqlErrors.located(place, () -> DesignSpaceSource.cellsOf(answer)),
            0);
    requireDistinctNames(place, output.format(), answer);
    if (output.streams() && rows > MOST_IN_MEMORY) {
      SqlErrors.located(
          place, () -> DesignSpaceSource.firstRows(answer, () -> stream(answer, rows, output)));
      progress.end(spark);
      return;
    }
    SparkRows taken =
        SqlErrors.located(
            place, () -> DesignSpaceSource.firstRows(answer, () -> SparkRows.of(answer, rows)));
    progress.end(spark);
    output.print(taken.rows());
    taken.sayIfMore(output);
  }

  private static Dataset<Row> stream(Dataset<Row> answer, int rows, Output output) {
    RowStream stream = new RowStream(answer, rows);
    output.print(List.of(answer.columns()), stream);
    stream.sayIfMore(output);
    return answer;
  }

  /** Refuses two columns of one name as keys of an object. */
  private static void requireDistinctNames(String place, Format format, Dataset<Row> answer) {
    Optional<String> repeated = Rows.of(List.of(answer.columns()), List.of()).repeatedName();
    if (format == Format.JSON && repeated.isPresent()) {
      throw new ConfigException(
          place,
          "has two columns '" + repeated.get() + "'. Maybe name one of them with AS, for JSON.");
    }
  }

  /** Names of the tables and views. */
  public Set<String> tables() {
    return cells.tables().names();
  }

  /** Names of the columns of a table, in their order. */
  public List<String> columns(String table) {
    return List.of(spark.table(table).columns());
  }

  /**
   * Values that a column of cells has, without evaluating a cell. Of a live sweep, only the columns
   * that one axis decides have known ones.
   *
   * @param most number of values
   */
  public List<String> values(String column, int most) {
    return cells.values(spark, column, most);
  }

  /** Stops what the session is computing. */
  public void cancel() {
    spark.sparkContext().cancelAllJobs();
  }

  /** The tables and views of the source, and what a row of each is. */
  public Rows tableRows() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    cells.tables().docs().forEach((name, doc) -> rows.add(List.of(name, doc)));
    return Rows.of(List.of("table", "a_row_is"), rows);
  }

  /** Stops the session, also where it was kept. */
  @Override
  public void close() {
    SparkSessions.stopKept();
    spark.stop();
  }

  /**
   * A statement of SQL.
   *
   * @param place where it stands, for messages
   */
  public record Statement(String place, String sql) {}
}
