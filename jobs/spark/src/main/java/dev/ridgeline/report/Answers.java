package dev.ridgeline.report;

import dev.ridgeline.choice.ChoiceTables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The answer for each workload and targets: the best mix, or what comes nearest.
 *
 * @param rows rows of the table of choices, or the first of each ranking
 * @param workload columns of a workload
 * @param labels name of each row: its values that other rows do not share
 * @param common values that all rows share
 * @param moves rows of the table of moved prices that change the mix
 * @param hasMoves whether prices were moved
 */
record Answers(
    List<TableRow> rows,
    List<String> workload,
    List<String> labels,
    String common,
    List<TableRow> moves,
    boolean hasMoves) {

  /** Link and tier after the accelerators. Names of variants have commas in brackets. */
  private static final Pattern NAMES_AFTER = Pattern.compile(",(?![^\\[]*\\]).*");

  /** Reads the answers. There is at least one. */
  static Answers read(ReportTables tables, List<String> workload) {
    boolean byPrice = tables.names().contains(ChoiceTables.CHOICES);
    List<TableRow> rows =
        TableRow.all(
            tables.rows(
                byPrice
                    ? "SELECT * FROM " + ChoiceTables.CHOICES
                    : "SELECT *, if(is_within, mix, NULL) AS best_mix, mix AS nearest_mix, cell AS"
                        + " nearest_cell FROM "
                        + ChoiceTables.RANKING
                        + " WHERE rank = 1"));
    if (!byPrice) {
      rows = rows.stream().map(Answers::ofRanking).toList();
    }
    boolean hasMoves = tables.names().contains(ChoiceTables.PRICE_MOVES);
    List<TableRow> moves =
        hasMoves
            ? TableRow.all(
                tables.rows("SELECT * FROM " + ChoiceTables.PRICE_MOVES + " WHERE is_other_mix"))
            : List.of();
    List<String> names = new ArrayList<>(workload);
    names.addAll(ChoiceTables.targetColumns());
    List<String> varying = new ArrayList<>();
    List<String> common = new ArrayList<>();
    for (String name : names) {
      long values = rows.stream().map(row -> row.text(name)).distinct().count();
      if (values > 1) {
        varying.add(name);
      } else if (workload.contains(name) && rows.get(0).has(name)) {
        common.add(name + " " + rows.get(0).text(name));
      }
    }
    List<String> shown = varying.isEmpty() ? workload.subList(0, 1) : varying;
    List<String> labels =
        rows.stream()
            .map(
                row ->
                    shown.stream().map(name -> value(row, name)).collect(Collectors.joining(" · ")))
            .toList();
    if (varying.isEmpty() && !common.isEmpty()) {
      common.remove(0);
    }
    return new Answers(
        rows, List.copyOf(workload), labels, String.join(", ", common), moves, hasMoves);
  }

  /** A row of a ranking with the names of a choice. */
  private static TableRow ofRanking(TableRow ranked) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>(ranked.values());
    values.put("mix", values.get("best_mix"));
    if (!ranked.is("is_within")) {
      values.put("cell", null);
    }
    return new TableRow(values);
  }

  private static String value(TableRow row, String name) {
    if (ChoiceTables.targetColumns().contains(name)) {
      String latency = name.contains("ttft") ? "TTFT " : "TPOT ";
      return latency + (row.has(name) ? Words.seconds(row.number(name)) : "any");
    }
    return row.text(name);
  }

  /** Places of the rows that have a mix within the targets. */
  List<Integer> met() {
    return IntStream.range(0, rows.size()).filter(i -> rows.get(i).has("mix")).boxed().toList();
  }

  /** Values of the workload of a row, as a key. */
  List<String> key(TableRow row) {
    return workload.stream().map(row::text).toList();
  }

  /** The moved prices that change the mix of a row. */
  List<TableRow> movesOf(TableRow row) {
    return moves.stream()
        .filter(
            move ->
                key(move).equals(key(row))
                    && ChoiceTables.targetColumns().stream()
                        .allMatch(name -> move.text(name).equals(row.text(name))))
        .toList();
  }

  /** The accelerators of a mix, without link and memory tier. */
  static String hardware(String mix) {
    return NAMES_AFTER.matcher(mix).replaceFirst("");
  }
}
