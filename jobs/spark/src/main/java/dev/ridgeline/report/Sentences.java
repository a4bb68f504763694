package dev.ridgeline.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The answers of a report in sentences. */
record Sentences(Answers answers) {

  /** Mixes that the first sentence names. */
  private static final int NAMED_MIXES = 4;

  /** Moved prices of an answer that its row of the table names. */
  private static final int MOST_CHANGES = 6;

  /** The answer of one row. */
  String of(int place) {
    TableRow row = answers.rows().get(place);
    String label = answers.labels().get(place);
    if (!row.has("mix")) {
      return missed(row, label);
    }
    StringBuilder text = new StringBuilder(row.text("mix")).append(" serves ").append(label);
    if (row.has("dollars_per_request")) {
      text.append(" at ")
          .append(Words.dollars(row.number("dollars_per_request")))
          .append(" per 1,000 requests");
    }
    text.append(", with a first token after ")
        .append(Words.seconds(row.number("ttft_s")))
        .append(" and then one every ")
        .append(Words.seconds(row.number("tpot_s")))
        .append('.');
    if (row.number("homogeneous_regret") > 1) {
      text.append(" The best single kind of accelerator, ")
          .append(row.text("homogeneous_mix"))
          .append(", costs ")
          .append(Words.times(row.number("homogeneous_regret")))
          .append(" times as much.");
    }
    return text.toString();
  }

  private static String missed(TableRow row, String label) {
    if (!row.has("nearest_mix") || !row.has("missed_column")) {
      return "Nothing serves " + label + ": " + row.text("reason") + ".";
    }
    return "Nothing keeps the limits for "
        + label
        + ". "
        + row.text("nearest_mix")
        + " comes nearest: its "
        + row.text("missed_column")
        + " misses the limit by a factor of "
        + Words.times(row.number("missed_factor"))
        + ".";
  }

  /** The answer of the whole, in a sentence. */
  String lead(String objective) {
    List<Integer> met = answers.met();
    int all = answers.rows().size();
    if (all == 1) {
      return of(0);
    }
    if (met.isEmpty()) {
      return "Nothing keeps the limits for any of " + Words.plural(all, "workload") + ".";
    }
    Map<String, Long> wins =
        count(met.stream().map(i -> Answers.hardware(answers.rows().get(i).text("mix"))).toList());
    String best =
        objective.equals("min dollars_per_request")
            ? "The cheapest mix"
            : "The best by " + objective;
    StringBuilder text = new StringBuilder(best).append(" is ");
    int named = 0;
    for (Map.Entry<String, Long> win : wins.entrySet()) {
      if (named == NAMED_MIXES && wins.size() > NAMED_MIXES) {
        text.append(", and another one for the others");
        break;
      }
      text.append(named == 0 ? "" : ", ")
          .append(win.getKey())
          .append(" for ")
          .append(win.getValue());
      text.append(named == 0 ? " of " + Words.plural(all, "workload") : "");
      named++;
    }
    return met.size() < all
        ? text + ". For " + (all - met.size()) + " of them nothing keeps the limits."
        : text + ".";
  }

  /** What simpler hardware costs, where that is known. */
  Optional<String> regret() {
    List<Integer> dearer =
        answers.met().stream()
            .filter(i -> answers.rows().get(i).number("homogeneous_regret") > 1)
            .toList();
    if (answers.rows().size() == 1
        || answers.rows().stream().noneMatch(row -> row.has("homogeneous_regret"))) {
      return Optional.empty();
    }
    if (dearer.isEmpty()) {
      return Optional.of("One kind of accelerator alone is as cheap as any mix.");
    }
    int worst =
        dearer.stream()
            .max(
                Comparator.comparingDouble(i -> answers.rows().get(i).number("homogeneous_regret")))
            .orElseThrow();
    return Optional.of(
        "Two kinds of accelerator together beat the best single kind for "
            + dearer.size()
            + " of "
            + Words.plural(answers.rows().size(), "workload")
            + ": it costs up to "
            + Words.times(answers.rows().get(worst).number("homogeneous_regret"))
            + " times as much ("
            + answers.labels().get(worst)
            + ").");
  }

  /** Which moved prices change most answers. */
  Optional<String> change() {
    if (!answers.hasMoves()) {
      return Optional.empty();
    }
    Map<String, Long> byAccelerator =
        count(
            answers.moves().stream()
                .map(move -> move.text("accelerator") + " at " + factor(move) + " times its price")
                .toList());
    if (byAccelerator.isEmpty()) {
      return Optional.of("No price that moves alone, by as much as was tried, changes a mix.");
    }
    long changed = answers.rows().stream().filter(row -> !answers.movesOf(row).isEmpty()).count();
    return Optional.of(
        "A single moved price changes the mix of "
            + changed
            + " of "
            + Words.plural(answers.rows().size(), "workload")
            + ". Most often: "
            + byAccelerator.entrySet().stream()
                .limit(3)
                .map(one -> one.getKey() + " (" + one.getValue() + ")")
                .collect(Collectors.joining(", "))
            + ".");
  }

  /** The moved prices that change the mix of a row, and the mix then. */
  List<String> changesOf(TableRow row) {
    if (!answers.hasMoves() || !row.has("mix")) {
      return List.of("–");
    }
    List<TableRow> moves = answers.movesOf(row);
    if (moves.isEmpty()) {
      return List.of("no single price");
    }
    List<String> changes = new ArrayList<>();
    for (TableRow move : moves.subList(0, Math.min(MOST_CHANGES, moves.size()))) {
      changes.add(
          move.text("accelerator")
              + " × "
              + factor(move)
              + " → "
              + changed(row.text("mix"), move.text("mix")));
    }
    if (moves.size() > MOST_CHANGES) {
      changes.add("and " + (moves.size() - MOST_CHANGES) + " more, in the table price_moves");
    }
    return changes;
  }

  /** The accelerators of another mix, or all of its name where they are the same. */
  private static String changed(String mix, String other) {
    String hardware = Answers.hardware(other);
    return hardware.equals(Answers.hardware(mix)) ? other : hardware;
  }

  /** How sure the answers are. */
  Optional<String> certainty() {
    return answers.met().stream()
        .filter(i -> answers.rows().get(i).has("share_of_draws"))
        .min(Comparator.comparingDouble(i -> answers.rows().get(i).number("share_of_draws")))
        .map(
            least -> {
              double share = answers.rows().get(least).number("share_of_draws");
              return "When all prices and speeds are drawn at random, "
                  + (answers.rows().size() == 1 ? "the mix" : "the least sure mix")
                  + " stays the best in "
                  + Words.percent(share)
                  + " of the draws"
                  + (answers.rows().size() == 1 ? "." : " (" + answers.labels().get(least) + ").");
            });
  }

  private static String factor(TableRow move) {
    return Words.plain(move.number("price_factor"));
  }

  /** How often each text is there, the most frequent first. */
  static Map<String, Long> count(List<String> texts) {
    Map<String, Long> counts =
        texts.stream()
            .collect(Collectors.groupingBy(one -> one, LinkedHashMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
  }
}
