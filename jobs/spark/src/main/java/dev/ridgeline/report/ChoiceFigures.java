package dev.ridgeline.report;

import dev.ridgeline.choice.ChoiceTables;
import dev.ridgeline.output.Rows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Figures of the table of choices: what simpler hardware costs, and how sure the best mix is. */
final class ChoiceFigures {

  /** Mixes of a workload that a bar shows; the others are one part. */
  private static final int SHOWN_MIXES = 6;

  static final String OTHER = "other mixes";

  private ChoiceFigures() {}

  /** How much dearer one kind of accelerator and one pool are. */
  static Optional<Figure> regret(Answers answers) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    double most = 1;
    int worst = -1;
    for (int place : answers.met()) {
      TableRow row = answers.rows().get(place);
      for (String kind : List.of("homogeneous", "pooled")) {
        if (row.has(kind + "_regret")) {
          double times = row.number(kind + "_regret");
          if (times > most) {
            most = times;
            worst = place;
          }
          rows.add(
              Rows.row(
                  answers.labels().get(place),
                  row.text("mix"),
                  kind.equals("pooled") ? "one colocated pool" : "one kind of accelerator",
                  row.text(kind + "_mix"),
                  times));
        }
      }
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Figure.of(
            "regret",
            "Regret",
            worst < 0
                ? "One kind of accelerator in one pool is as cheap as any mix"
                : "Simpler hardware costs up to "
                    + Words.times(most)
                    + " times as much ("
                    + answers.labels().get(worst)
                    + ")",
            "The price of a request on the cheapest mix of one kind of accelerator, and in the"
                + " cheapest colocated pool, over its price on the best mix. A workload without a"
                + " mark has no such mix within the targets.",
            Rows.of(List.of("workload", "best", "restricted", "mix", "times"), rows)));
  }

  /** How often each mix stays the cheapest. */
  static Optional<Figure> certainty(ReportTables tables, Answers answers) {
    if (!tables.names().contains(ChoiceTables.ROBUSTNESS)) {
      return Optional.empty();
    }
    Map<List<String>, List<TableRow>> byAnswer = new HashMap<>();
    for (TableRow row :
        TableRow.all(
            tables.rows(
                "SELECT * FROM " + ChoiceTables.ROBUSTNESS + " WHERE share_of_draws > 0"))) {
      byAnswer.computeIfAbsent(key(answers, row), any -> new ArrayList<>()).add(row);
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    int sure = 0;
    for (int place : answers.met()) {
      TableRow answer = answers.rows().get(place);
      List<TableRow> shares = byAnswer.getOrDefault(key(answers, answer), List.of());
      List<TableRow> sorted =
          shares.stream()
              .sorted(
                  Comparator.comparingDouble((TableRow one) -> -one.number("share_of_draws"))
                      .thenComparing(one -> one.text("mix")))
              .toList();
      for (int i = 0; i < sorted.size(); i++) {
        TableRow one = sorted.get(i);
        rows.add(
            Rows.row(
                answers.labels().get(place),
                one.text("mix"),
                i < SHOWN_MIXES ? Answers.hardware(one.text("mix")) : OTHER,
                i,
                one.number("share_of_draws"),
                one.number("share_on_frontier")));
      }
      if (answer.number("share_of_draws") >= 0.9) {
        sure++;
      }
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Figure.of(
            "sure",
            "How sure",
            (sure == 0 ? "None" : String.valueOf(sure))
                + " of "
                + Words.plural(answers.met().size(), "answer")
                + (sure < 2 ? " stays" : " stay")
                + " the same in 9 of 10 draws of prices and speeds",
            "In which share of random draws of all prices and speeds each mix is the cheapest within"
                + " the targets. The longest part of a bar is not always the answer at the prices of"
                + " the catalog.",
            Rows.of(
                List.of("workload", "mix", "shown", "place", "share_of_draws", "share_on_frontier"),
                rows)));
  }

  private static List<String> key(Answers answers, TableRow row) {
    List<String> key = new ArrayList<>(answers.key(row));
    ChoiceTables.targetColumns().forEach(name -> key.add(row.text(name)));
    return key;
  }
}
