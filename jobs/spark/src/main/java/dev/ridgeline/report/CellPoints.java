package dev.ridgeline.report;

import dev.ridgeline.choice.MixSql;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.output.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cells that the page carries, for its charts and its table.
 *
 * @param rows the cells; the first column numbers their workloads
 * @param workloads values of the workloads, in the order of their numbers
 * @param note what a reader must know of cells that were left out
 */
record CellPoints(Rows rows, List<List<String>> workloads, Optional<String> note) {

  /** Most cells that a page carries. A browser takes some seconds for so many. */
  static final int MOST = 50_000;

  /** Name of the column with the number of the workload. */
  private static final String WORKLOAD = "workload";

  private static final List<CellColumn> COLUMNS =
      Stream.of(
              "quantization",
              "prefill_tp",
              "prefill_ep",
              "decode_tp",
              "decode_ep",
              "batch",
              "status",
              "prefill_regime",
              "decode_regime",
              "prefill_oi_flops_per_byte",
              "decode_oi_flops_per_byte",
              "prefill_cf_bytes_per_request",
              "cf_bytes_per_request",
              "ttft_s",
              "tpot_s",
              "output_tokens_per_s_per_user",
              "dollars_per_request",
              "dollars_per_task",
              "accelerators",
              "binding_resource")
          .map(CellColumns::named)
          .toList();

  /** Reads the cells of a source; all of them, or those of the frontiers where there are many. */
  static CellPoints read(ReportTables tables, ReportSubject subject) {
    String frontier =
        "SELECT cell AS best FROM frontier('cells', 'min dollars_per_request, max"
            + " output_tokens_per_s_per_user', '"
            + literal(String.join(", ", subject.workload()))
            + "', '"
            + literal(subject.within())
            + "')";
    String from =
        " FROM cells LEFT JOIN ("
            + frontier
            + ") ON cell = best WHERE decode_oi_flops_per_byte IS NOT NULL";
    long all =
        (Long)
            nonNull(
                tables
                    .rows("SELECT count(*) FROM cells WHERE decode_oi_flops_per_byte IS NOT NULL")
                    .values()
                    .get(0)
                    .get(0));
    boolean few = all <= MOST;
    String kept =
        few
            ? ""
            : " AND (best IS NOT NULL OR cell IN (SELECT cell FROM " + ReportTables.WINNERS + "))";
    Rows read =
        tables.rows(
            select(subject, tables.columns("cells"))
                + from
                + kept
                + " ORDER BY cell LIMIT "
                + MOST);
    return numbered(
        read,
        subject.workload().size(),
        few
            ? Optional.empty()
            : Optional.of(
                Words.count(all)
                    + " cells are too many to draw. The charts and the table have the "
                    + Words.count(read.values().size())
                    + " of them that no other beats in dollars and speed within the targets."));
  }

  private static String select(ReportSubject subject, Set<String> there) {
    return Stream.of(
            subject.workload().stream().map(one -> "string(" + one + "\n) AS `" + one + "`"),
            Stream.of("cell", MixSql.NAME + " AS mix", MixSql.HARDWARE + " AS hardware"),
            COLUMNS.stream().map(CellColumn::name).filter(there::contains),
            Stream.of(
                "coalesce(" + subject.within() + "\n, false) AS is_within",
                "best IS NOT NULL AS is_on_frontier"))
        .flatMap(part -> part)
        .collect(Collectors.joining(", ", "SELECT ", ""));
  }

  /** The rows with the numbers of their workloads in the first column. */
  private static CellPoints numbered(Rows read, int keys, Optional<String> note) {
    Map<List<String>, Integer> numbers = new LinkedHashMap<>();
    List<List<@Nullable Object>> values = new ArrayList<>(read.values().size());
    for (List<@Nullable Object> row : read.values()) {
      List<String> key =
          row.subList(0, keys).stream().map(one -> one == null ? "" : one.toString()).toList();
      List<@Nullable Object> line = new ArrayList<>(row.size() + 1);
      line.add(numbers.computeIfAbsent(key, any -> numbers.size()));
      line.addAll(row);
      values.add(line);
    }
    List<String> names = new ArrayList<>(List.of(WORKLOAD));
    names.addAll(read.names());
    return new CellPoints(Rows.of(names, values), List.copyOf(numbers.keySet()), note);
  }

  /** Accelerators of the cells, those of the most cells first. */
  List<String> hardware() {
    return List.copyOf(
        Sentences.count(rows.column("hardware").stream().map(String::valueOf).toList()).keySet());
  }

  static String literal(String text) {
    return text.replace("\\", "\\\\").replace("'", "\\'");
  }

  private static Object nonNull(@Nullable Object value) {
    if (value == null) {
      throw new IllegalStateException("a count without a value");
    }
    return value;
  }
}
