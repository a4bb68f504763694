package dev.ridgeline.report;

import dev.ridgeline.output.Rows;
import java.util.Set;

/**
 * The tables that a report is made of. A page has no number that did not come out of them.
 *
 * <p>{@code cells} has the cells, or the points of a frontier. {@code choices}, {@code
 * price_moves}, {@code robustness} and {@code ranking} are those of {@code choose}. {@code winners}
 * has the chosen cells with all of their columns. The others are named as in the folder of a run.
 * Each may be missing; what it would say is then left out.
 */
public interface ReportTables {

  /** Name of the table of chosen cells. */
  String WINNERS = "winners";

  /** Names of the tables that are there. */
  Set<String> names();

  /** Names of the columns of a table that is there. */
  Set<String> columns(String table);

  /** The answer of a query over the tables, which has few rows. */
  Rows rows(String sql);
}
