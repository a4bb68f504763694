package dev.ridgeline.job;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.Explanation;
import dev.ridgeline.space.LatencyTargets;
import dev.ridgeline.space.Sweep;
import dev.ridgeline.table.DesignSpaceSource;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Finds a cell of a sweep or of a finished run, and explains it.
 *
 * @param source a sweep file or the place of a run
 * @param catalogs where the catalogs are
 * @param choice which cell
 * @param columns whether to print every column, too
 */
public record ExplainQuery(
    String source, CatalogDirectories catalogs, Choice choice, boolean columns) {

  /** Which cell of the source. */
  public sealed interface Choice {

    /** The one of a number. */
    record Numbered(long cell) implements Choice {

      /** Requires that a source of so many cells has it. */
      public void requireIn(String source, long cells) {
        if (cell < 0 || cell >= cells) {
          throw new ConfigException(
              source, "has no cell " + cell + ". Allowed: 0 to " + (cells - 1) + ".");
        }
      }
    }

    /** The first of those that a SQL condition leaves. */
    record First(String where) implements Choice {}

    /** The cheapest of those that a SQL condition leaves, within the targets of the sweep. */
    record Best(String where) implements Choice {}
  }

  /** A found cell, and how it was found. */
  private record Found(long cell, String how) {}

  /**
   * Prints the explanation.
   *
   * @throws ConfigException when the source is wrong, the condition is, or no cell is found
   */
  public void execute(Optional<String> master, PrintWriter out) {
    SparkSession spark = SparkSessions.open("ridgeline explain " + source, master);
    try {
      CellSource cells = CellSource.open(spark, source, catalogs);
      Sweep sweep = cells.sweep();
      Found found = find(spark, cells, sweep.targets());
      out.print(found.how());
      out.print(
          columns
              ? Explanation.withColumns(sweep.space(), found.cell())
              : Explanation.of(sweep.space(), found.cell()));
      out.flush();
    } finally {
      spark.stop();
    }
  }

  private Found find(SparkSession spark, CellSource cells, LatencyTargets targets) {
    if (choice instanceof Choice.Numbered numbered) {
      numbered.requireIn(source, cells.size());
      return new Found(numbered.cell(), "");
    }
    Dataset<Row> all = cells.tables(spark).get(CellSource.CELLS);
    if (all == null) {
      throw new ConfigException(
          source, "holds no cells to search. Maybe name the sweep file, or a cell with --cell.");
    }
    return choice instanceof Choice.First first
        ? first(spark, all, first.where())
        : best(spark, all, ((Choice.Best) choice).where(), targets);
  }

  private static Found first(SparkSession spark, Dataset<Row> all, String where) {
    Row answer = answer(spark, all, where, "count(*)", "min(" + CellColumns.CELL + ")");
    long matching = answer.getLong(0);
    if (matching == 0) {
      throw new ConfigException("--where", "no cell has " + where + ".");
    }
    String how =
        matching == 1
            ? ""
            : String.format(
                Locale.ROOT,
                "%,d cells match, and this is the first. --best takes the cheapest.%n%n",
                matching);
    return new Found(answer.getLong(1), how);
  }

  private static Found best(
      SparkSession spark, Dataset<Row> all, String where, LatencyTargets targets) {
    String within = Summary.within(targets);
    Row answer =
        answer(
            spark,
            all,
            where,
            "count(*)",
            "count_if(" + within + ")",
            "min(struct(%1$s, %2$s)) FILTER (WHERE %3$s).%2$s"
                .formatted(CellColumns.DOLLARS_PER_REQUEST, CellColumns.CELL, within));
    if (answer.getLong(1) == 0) {
      throw new ConfigException(
          "--best",
          String.format(Locale.ROOT, "of %,d cells none has %s.", answer.getLong(0), within));
    }
    String how =
        String.format(
            Locale.ROOT,
            "The cheapest a request of %,d cells with %s.%n%n",
            answer.getLong(1),
            within);
    return new Found(answer.getLong(2), how);
  }

  /** One row of aggregates over the cells that a condition leaves. */
  private static Row answer(
      SparkSession spark, Dataset<Row> all, String where, String... aggregates) {
    Dataset<Row> left = SqlErrors.located("--where", () -> all.where(where));
    Dataset<Row> answer = left.selectExpr(aggregates);
    Progress progress = Progress.follow(spark, DesignSpaceSource.cellsOf(answer), 0);
    Row row = answer.head();
    progress.end(spark);
    return row;
  }
}
