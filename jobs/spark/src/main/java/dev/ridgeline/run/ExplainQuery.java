package dev.ridgeline.run;

import dev.ridgeline.answer.Summary;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.Explanation;
import dev.ridgeline.output.Output;
import dev.ridgeline.sql.SqlErrors;
import dev.ridgeline.sql.SqlOption;
import dev.ridgeline.sweep.LatencyTargets;
import dev.ridgeline.sweep.Sweep;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * An explanation of one cell of a sweep or of a finished run.
 *
 * @param source path of a sweep file, or directory of a run
 * @param catalogs catalogs of the sweep
 * @param selection which cell
 * @param columns whether every column is printed, too
 */
public record ExplainQuery(
    String source, CatalogDirectories catalogs, Selection selection, boolean columns) {

  /** A rule that selects one cell of the source. */
  public sealed interface Selection {

    /** The options that are SQL. */
    default List<SqlOption> sql() {
      return List.of();
    }

    /** The cell with a number. */
    record Numbered(long cell) implements Selection {

      /**
       * Checks the number.
       *
       * @throws ConfigException when a source of so many cells does not have it
       */
      public void requireIn(String source, long cells) {
        if (cell < 0 || cell >= cells) {
          throw new ConfigException(
              source, "has no cell " + cell + ". Allowed: 0 to " + (cells - 1) + ".");
        }
      }
    }

    /** The first cell that a SQL condition leaves. */
    record First(String where) implements Selection {

      @Override
      public List<SqlOption> sql() {
        return List.of(new SqlOption("--where", where, SqlOption.Use.CONDITION));
      }
    }

    /** The cheapest cell that a SQL condition and the targets of the sweep leave. */
    record Best(String where) implements Selection {

      @Override
      public List<SqlOption> sql() {
        return List.of(new SqlOption("--where", where, SqlOption.Use.CONDITION));
      }
    }
  }

  /**
   * A found cell.
   *
   * @param how how it was found, as it is printed; empty where the number says it
   */
  record Found(long cell, String how) {

    /**
     * The first of some cells.
     *
     * @throws ConfigException when there is none
     */
    static Found first(String where, long matching, long cell) {
      if (matching == 0) {
        throw new ConfigException("--where", "no cell has " + where + ".");
      }
      return new Found(
          cell,
          matching == 1
              ? ""
              : String.format(
                  Locale.ROOT,
                  "%,d cells match, and this is the first. The option --best takes the cheapest.%n%n",
                  matching));
    }

    /**
     * The cheapest of some cells.
     *
     * @param matching cells that the condition leaves
     * @param meeting those of them within the targets
     * @throws ConfigException when there is none within the targets
     */
    static Found best(String within, long matching, long meeting, LongSupplier cell) {
      if (meeting == 0) {
        throw new ConfigException(
            "--best", String.format(Locale.ROOT, "of %,d cells none has %s.", matching, within));
      }
      return new Found(
          cell.getAsLong(),
          String.format(
              Locale.ROOT,
              "The cell with the cheapest request, of %,d cells with %s.%n%n",
              meeting,
              within));
    }
  }

  /**
   * Prints the explanation.
   *
   * @throws ConfigException when the source or the condition is wrong, or no cell is found
   */
  public void execute(Optional<String> master, Output output) {
    CellSource cells = CellSource.open(source, catalogs);
    Sweep sweep = cells.sweep();
    output.progress().stage("finding the cell");
    Found found = find(cells, sweep.targets(), master);
    output.say(found.how());
    Explanation.print(sweep.space(), found.cell(), columns, output);
  }

  private Found find(CellSource cells, LatencyTargets targets, Optional<String> master) {
    if (selection instanceof Selection.Numbered numbered) {
      numbered.requireIn(source, cells.size());
      return new Found(numbered.cell(), "");
    }
    Optional<Found> here =
        cells.spaceHere(master).flatMap(space -> CellSearch.of(space, selection, targets));
    if (here.isPresent()) {
      return here.get();
    }
    cells.require(selection.sql());
    SparkSession spark = SparkSessions.open("ridgeline explain " + source, master);
    try {
      return SqlErrors.located(
          "explain",
          selection.sql(),
          () -> {
            Dataset<Row> all = cells.cells(spark, selection.sql());
            return selection instanceof Selection.First first
                ? first(all, first.where())
                : best(all, ((Selection.Best) selection).where(), targets);
          });
    } finally {
      SparkSessions.close(spark);
    }
  }

  private static Found first(Dataset<Row> all, String where) {
    Row answer = answer(all, where, "count(*)", "min(" + CellColumns.CELL + ")");
    long matching = answer.getLong(0);
    return Found.first(where, matching, matching == 0 ? -1 : answer.getLong(1));
  }

  private static Found best(Dataset<Row> all, String where, LatencyTargets targets) {
    String within = Summary.within(targets);
    Row answer =
        answer(
            all,
            where,
            "count(*)",
            "count_if(" + within + ")",
            "min(struct(%1$s, %2$s)) FILTER (WHERE %3$s).%2$s"
                .formatted(CellColumns.DOLLARS_PER_REQUEST, CellColumns.CELL, within));
    return Found.best(within, answer.getLong(0), answer.getLong(1), () -> answer.getLong(2));
  }

  /** One row of SQL aggregates over the cells that a condition leaves. */
  private static Row answer(Dataset<Row> all, String where, String... aggregates) {
    Dataset<Row> answer = all.where(where).selectExpr(aggregates);
    return answer.head();
  }
}
