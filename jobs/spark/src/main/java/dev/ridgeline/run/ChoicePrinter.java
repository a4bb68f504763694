package dev.ridgeline.run;

import dev.ridgeline.analysis.ChoiceQuery;
import dev.ridgeline.answer.FirstRows;
import dev.ridgeline.choice.CellLimit;
import dev.ridgeline.choice.ChoiceOutcomeColumns;
import dev.ridgeline.choice.ChoiceTables;
import dev.ridgeline.choice.ChosenMixColumns;
import dev.ridgeline.choice.PriceMoveColumns;
import dev.ridgeline.choice.RankedColumns;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.output.Output;
import dev.ridgeline.output.Prose;
import dev.ridgeline.output.Rows;
import dev.ridgeline.output.Rows.Shown;
import dev.ridgeline.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

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
  void print(Map<String, Rows> tables, String printed, Output output) {
    Rows one = tables.get(printed);
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
                default -> one;
              });
      case JSON, CSV -> output.print(one);
    }
  }

  private void explain(Map<String, Rows> tables, Output output) {
    output.say(Prose.wrapped(targets(), output.screen(), 4));
    Rows choices = tables.get(ChoiceTables.CHOICES);
    Rows moves = tables.get(ChoiceTables.PRICE_MOVES);
    Rows ranking = tables.get(ChoiceTables.RANKING);
    if (choices != null && moves != null) {
      Rows missed = choices.where(ChosenMixColumns.MIX.name(), Objects::isNull);
      if (!met(choices).values().isEmpty()) {
        explain(met(choices), moves, output);
      }
      if (!missed.values().isEmpty()) {
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
    String ofTurns =
        request.objective().isOfTasks() && targets.contains("TTFT")
            ? " The TTFT of requests and the mean TTFT of the turns of tasks are within it."
            : "";
    return String.format("%nTargets: %s.%s%s%n", targets, budgets, ofTurns);
  }

  private static Rows met(Rows choices) {
    return choices.where(ChosenMixColumns.MIX.name(), Objects::nonNull);
  }

  private void explainMisses(Rows missed, Output output) {
    output.say(
        String.format(
            "%nNothing meets the targets of these workloads. The nearest miss of each:%n%n"));
    FirstRows rows =
        shown(
            missed,
            List.of(),
            Shown.asIs(ChoiceOutcomeColumns.NEAREST_MIX.name()),
            Shown.renamed("missed_column", "missed"),
            Shown.renamed("missed_limit", "limit"),
            Shown.renamed("missed_value", "value"),
            Shown.renamed("nearest_cell", "cell"));
    output.print(rows.rows().withSections(sections()).withOptional(List.of()));
    rows.sayIfMore(output);
    sayReasons(missed, output);
  }

  /** Says why there is no cell that comes near, each reason once. */
  private static void sayReasons(Rows rows, Output output) {
    rows.column("reason").stream()
        .filter(Objects::nonNull)
        .map(String::valueOf)
        .distinct()
        .sorted()
        .forEach(
            reason ->
                output.say(
                    Prose.wrapped(
                        String.format("%nA - stands where no cell serves it: %s.%n", reason),
                        output.screen(),
                        4)));
  }

  private void explainRanking(Rows ranking, Output output) {
    output.say(String.format("%nCandidates by %s:%n%n", request.objective()));
    FirstRows rows = shownRanking(ranking);
    output.print(rows.rows().withSections(sections()).withOptional(List.of("missed_by")));
    rows.sayIfMore(output);
    sayReasons(ranking, output);
    output.say(
        String.format(
            """

            times is how far behind the best a candidate is by the objective.
            missed is the limit that no cell of a candidate keeps.
            missed_by is the value over that limit.

            """));
  }

  private FirstRows shownRanking(Rows ranking) {
    return shown(
        ranking,
        List.of(RankedColumns.RANK.name()),
        Shown.asIs(RankedColumns.RANK.name()),
        Shown.asIs(RankedColumns.MIX.name()),
        Shown.renamed(RankedColumns.VALUE.name(), "value"),
        number(RankedColumns.FACTOR, 1, 2, "times"),
        Shown.asIs(CellColumns.CELL.name()),
        Shown.renamed("missed_column", "missed"),
        Shown.number("missed_factor", 1, 2, "missed_by"));
  }

  private void explain(Rows choices, Rows moves, Output output) {
    output.say(String.format("%nCheapest mix for each workload:%n%n"));
    FirstRows ofChoices = shownChoices(choices);
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
    FirstRows ofMoves = shownMoves(moves);
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

  private FirstRows shownChoices(Rows choices) {
    return shown(
        choices,
        List.of(),
        Shown.asIs(ChosenMixColumns.MIX.name()),
        number(ChosenMixColumns.DOLLARS_PER_REQUEST, 1000, 3, "dollars_per_1k"),
        number(ChosenMixColumns.TTFT_S, 1, 2, ChosenMixColumns.TTFT_S.name()),
        number(ChosenMixColumns.TPOT_S, 1000, 1, "tpot_ms"),
        number(ChosenMixColumns.HOMOGENEOUS_REGRET, 1, 2, "regret"),
        number(ChosenMixColumns.POOLED_REGRET, 1, 2, ChosenMixColumns.POOLED_REGRET.name()),
        number(ChosenMixColumns.SHARE_OF_DRAWS, 100, 0, "robust_percent"),
        Shown.asIs(ChosenMixColumns.CELL.name()));
  }

  private FirstRows shownMoves(Rows moves) {
    return shown(
        moves.where(PriceMoveColumns.IS_OTHER_MIX.name(), Boolean.TRUE::equals),
        MOVE,
        Shown.asIs(PriceMoveColumns.ACCELERATOR.name()),
        Shown.asIs(PriceMoveColumns.PRICE_FACTOR.name()),
        Shown.renamed(PriceMoveColumns.MIX.name(), "new_mix"),
        number(PriceMoveColumns.DOLLARS_FACTOR, 1, 3, PriceMoveColumns.DOLLARS_FACTOR.name()),
        Shown.asIs(PriceMoveColumns.CELL.name()));
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
  private FirstRows shown(Rows rows, List<String> order, Shown... columns) {
    List<Shown> all = new ArrayList<>(rowNames().stream().map(Shown::asIs).toList());
    all.addAll(List.of(columns));
    List<String> sorted = new ArrayList<>(sections());
    sorted.addAll(rowNames());
    sorted.addAll(order);
    return FirstRows.of(rows.sortedBy(sorted).select(all), PRINTED_ROWS);
  }

  /** A number for a person, in a smaller unit and with some decimals. */
  private static Shown number(Column<?> column, int scale, int decimals, String name) {
    return Shown.number(column.name(), scale, decimals, name);
  }
}
