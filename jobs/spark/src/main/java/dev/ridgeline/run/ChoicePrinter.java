package dev.ridgeline.run;

import dev.ridgeline.analysis.ChoiceQuery;
import dev.ridgeline.answer.SparkRows;
import dev.ridgeline.choice.CellLimit;
import dev.ridgeline.choice.ChoiceOutcomeColumns;
import dev.ridgeline.choice.ChoiceTables;
import dev.ridgeline.choice.ChosenMixColumns;
import dev.ridgeline.choice.PriceMoveColumns;
import dev.ridgeline.choice.RankedColumns;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.output.Output;
import dev.ridgeline.output.Prose;
import dev.ridgeline.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Tables of choices for people.
 *
 * @param request what was asked
 * @param query the request with its targets
 */
record ChoicePrinter(ChoiceRequest request, ChoiceQuery query) {

  private static final int PRINTED_ROWS = 60;

  /** Columns of the printed choices that a narrow screen may leave out, the last one first. */
  private static final List<String> OPTIONAL =
      List.of("regret", ChosenMixColumns.POOLED_REGRET.name(), "robust_percent");

  /** Columns that say which price moved. */
  static final List<String> MOVE =
      List.of(PriceMoveColumns.ACCELERATOR.name(), PriceMoveColumns.PRICE_FACTOR.name());

  /**
   * Prints the tables of an answer.
   *
   * @param tables tables by name
   * @param printed table that is printed as JSON, CSV or Markdown
   */
  void print(Map<String, Dataset<Row>> tables, String printed, Output output) {
    Dataset<Row> one = tables.get(printed);
    if (one == null) {
      throw new IllegalStateException("no table " + printed);
    }
    switch (output.format()) {
      case TABLE -> explain(tables, output);
      case MARKDOWN ->
          output.print(
              switch (printed) {
                case ChoiceTables.CHOICES -> shownChoices(met(one)).rows();
                case ChoiceTables.PRICE_MOVES -> shownMoves(one).rows();
                case ChoiceTables.RANKING -> shownRanking(one).rows();
                default -> SparkRows.all(one);
              });
      case JSON, CSV -> output.print(SparkRows.all(one));
    }
  }

  private void explain(Map<String, Dataset<Row>> tables, Output output) {
    output.say(Prose.wrapped(targets(), output.screen(), 4));
    Dataset<Row> choices = tables.get(ChoiceTables.CHOICES);
    Dataset<Row> moves = tables.get(ChoiceTables.PRICE_MOVES);
    Dataset<Row> ranking = tables.get(ChoiceTables.RANKING);
    if (choices != null && moves != null) {
      Dataset<Row> missed = choices.where(col(ChosenMixColumns.MIX).isNull());
      if (met(choices).count() > 0) {
        explain(met(choices), moves, output);
      }
      if (missed.count() > 0) {
        explainMisses(missed, output);
      }
    }
    if (ranking != null) {
      explainRanking(ranking, output);
    }
  }

  /** The targets, in a sentence. */
  private String targets() {
    String budgets =
        query.budgets().isEmpty()
            ? ""
            : " Limits: "
                + String.join(", ", query.budgets().stream().map(CellLimit::toString).toList())
                + ".";
    String targets =
        String.join("; or ", query.settings().targets().stream().map(SweepRun::within).toList());
    return String.format("%nTargets: %s.%s%n", targets, budgets);
  }

  private static Dataset<Row> met(Dataset<Row> choices) {
    return choices.where(col(ChosenMixColumns.MIX).isNotNull());
  }

  private void explainMisses(Dataset<Row> missed, Output output) {
    output.say(
        String.format(
            "%nNothing meets the targets of these workloads. The nearest miss of each:%n%n"));
    SparkRows rows =
        shown(
            missed,
            List.of(),
            ChoiceOutcomeColumns.NEAREST_MIX.name(),
            "missed_column AS missed",
            "missed_limit AS limit",
            "missed_value AS value",
            "nearest_cell AS cell");
    output.print(rows.rows().withSections(sections()).withOptional(List.of()));
    rows.sayIfMore(output);
    sayReasons(missed, output);
  }

  /** Says why there is no cell that comes near, each reason once. */
  private static void sayReasons(Dataset<Row> rows, Output output) {
    rows.where("reason IS NOT NULL")
        .select("reason")
        .distinct()
        .sort("reason")
        .collectAsList()
        .forEach(
            row ->
                output.say(
                    Prose.wrapped(
                        String.format("%nA - stands where no cell serves it: %s.%n", row.get(0)),
                        output.screen(),
                        4)));
  }

  private void explainRanking(Dataset<Row> ranking, Output output) {
    output.say(String.format("%nCandidates by %s:%n%n", request.objective()));
    SparkRows rows = shownRanking(ranking);
    output.print(rows.rows().withSections(sections()).withOptional(List.of("missed_by")));
    rows.sayIfMore(output);
    sayReasons(ranking, output);
    output.say(
        String.format(
            """

            times says how many times as bad as the best the objective is.
            missed is the limit that no cell of a candidate keeps.
            missed_by is the value over that limit.

            """));
  }

  private SparkRows shownRanking(Dataset<Row> ranking) {
    return shown(
        ranking,
        List.of(RankedColumns.RANK.name()),
        RankedColumns.RANK.name(),
        RankedColumns.MIX.name(),
        RankedColumns.VALUE.name() + " AS value",
        number(RankedColumns.FACTOR, 1, 2, "times"),
        CellColumns.CELL.name(),
        "missed_column AS missed",
        "format_number(missed_factor, 2) AS missed_by");
  }

  private void explain(Dataset<Row> choices, Dataset<Row> moves, Output output) {
    output.say(String.format("%nCheapest mix for each workload:%n%n"));
    SparkRows ofChoices = shownChoices(choices);
    output.print(ofChoices.rows().withSections(sections()).withOptional(OPTIONAL));
    ofChoices.sayIfMore(output);
    output.say(
        String.format(
            Locale.ROOT,
            """

            dollars_per_1k is the price of 1,000 requests.
            regret says how many times as much the cheapest mix of one kind costs.
            %s says the same of the cheapest colocated mix.
            robust_percent says in how many of 100 draws the mix stays the cheapest.
            There are %,d draws of all prices and speeds.
            A - stands where no such mix meets the targets.

            Moved prices that change the mix:

            """,
            ChosenMixColumns.POOLED_REGRET.name(),
            query.settings().draws()));
    SparkRows ofMoves = shownMoves(moves);
    output.print(ofMoves.rows().withSections(sections()));
    ofMoves.sayIfMore(output);
    output.say(
        String.format(
            """

            price_factor multiplies the price of the accelerator.
            new_mix is then the cheapest mix.
            %s says how many times as much it costs.

            """,
            PriceMoveColumns.DOLLARS_FACTOR.name()));
  }

  private SparkRows shownChoices(Dataset<Row> choices) {
    return shown(
        choices,
        List.of(),
        ChosenMixColumns.MIX.name(),
        number(ChosenMixColumns.DOLLARS_PER_REQUEST, 1000, 3, "dollars_per_1k"),
        number(ChosenMixColumns.TTFT_S, 1, 2, ChosenMixColumns.TTFT_S.name()),
        number(ChosenMixColumns.TPOT_S, 1000, 1, "tpot_ms"),
        number(ChosenMixColumns.HOMOGENEOUS_REGRET, 1, 2, "regret"),
        number(ChosenMixColumns.POOLED_REGRET, 1, 2, ChosenMixColumns.POOLED_REGRET.name()),
        number(ChosenMixColumns.SHARE_OF_DRAWS, 100, 0, "robust_percent"),
        ChosenMixColumns.CELL.name());
  }

  private SparkRows shownMoves(Dataset<Row> moves) {
    return shown(
        moves.where(functions.col(PriceMoveColumns.IS_OTHER_MIX.name())),
        MOVE,
        PriceMoveColumns.ACCELERATOR.name(),
        PriceMoveColumns.PRICE_FACTOR.name(),
        PriceMoveColumns.MIX.name() + " AS new_mix",
        number(PriceMoveColumns.DOLLARS_FACTOR, 1, 3, PriceMoveColumns.DOLLARS_FACTOR.name()),
        PriceMoveColumns.CELL.name());
  }

  /** Columns whose values make a row of the printed tables: workload, and targets if several. */
  private List<String> rowNames() {
    List<String> names = new ArrayList<>(query.workload());
    if (query.settings().targets().size() > 1) {
      names.addAll(ChoiceTables.targetColumns());
    }
    return names;
  }

  /** Columns of a row whose values are in the headings of sections: all but the workflow. */
  private List<String> sections() {
    return rowNames().stream().filter(name -> !name.equals(CellColumns.WORKFLOW.name())).toList();
  }

  /** Rows in the order of their names and of more columns. */
  private SparkRows shown(Dataset<Row> rows, List<String> order, String... expressions) {
    List<String> all = new ArrayList<>(rowNames());
    all.addAll(List.of(expressions));
    Dataset<Row> sorted = sorted(rows, List.of(sections(), rowNames(), order));
    return SparkRows.of(sorted.selectExpr(all.toArray(String[]::new)), PRINTED_ROWS);
  }

  /** SQL of a number for a person, in a smaller unit and with some decimals. */
  private static String number(Column<?> column, int scale, int decimals, String name) {
    return "format_number(%s * %d, %d) AS %s".formatted(column.name(), scale, decimals, name);
  }

  private static Dataset<Row> sorted(Dataset<Row> rows, List<List<String>> columns) {
    List<String> order = columns.stream().flatMap(List::stream).toList();
    return rows.orderBy(order.get(0), order.subList(1, order.size()).toArray(String[]::new));
  }

  private static org.apache.spark.sql.Column col(Column<?> column) {
    return functions.col(column.name());
  }
}
