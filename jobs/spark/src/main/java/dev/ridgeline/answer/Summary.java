package dev.ridgeline.answer;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.format_number;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The short answer of a run: the cheapest cell for each thing that is to be served. */
public final class Summary {

  /** What is to be served. */
  private static final List<CellColumn> SERVED =
      List.of(CellColumns.MODEL, CellColumns.WORKFLOW, CellColumns.CONTEXT, CellColumns.TARIFF);

  /** What says which cell is the cheapest, and then what is shown of it. */
  private static final List<CellColumn> SHOWN =
      List.of(
          CellColumns.DOLLARS_PER_REQUEST,
          CellColumns.CELL,
          CellColumns.PREFILL,
          CellColumns.DECODE,
          CellColumns.FFN,
          CellColumns.LINK,
          CellColumns.QUANTIZATION,
          CellColumns.DECODE_TP,
          CellColumns.DECODE_EP,
          CellColumns.DECODE_PP,
          CellColumns.SPECULATION,
          CellColumns.BATCH,
          CellColumns.TTFT_S,
          CellColumns.TPOT_S,
          CellColumns.DOLLARS_PER_MILLION_BLENDED_TOKENS,
          CellColumns.DECODE_REGIME);

  /** Accelerators of a cell by pool. */
  public static final String HARDWARE =
      "concat(if(%1$s IS NULL, '', concat(%2$s, ' > ')), %3$s, if(%4$s IS NULL, '', concat(' + ', %4$s)))"
          .formatted(CellColumns.LINK, CellColumns.PREFILL, CellColumns.DECODE, CellColumns.FFN);

  private static final String CHEAPEST = "cheapest";
  private static final String COLOCATED = "colocated";

  private Summary() {}

  /**
   * For each model, workflow, context and tariff the cell with the lowest dollars a request among
   * those within the targets (the lowest cell number where several cost the same), beside the best
   * colocated one. What a request costs does not depend on KV policy and fleet, so those axes only
   * repeat it.
   */
  public static Dataset<Row> cheapest(Dataset<Row> cells, LatencyTargets targets) {
    Column dollars = col(CellColumns.DOLLARS_PER_REQUEST);
    return cells
        .where(within(targets))
        .groupBy(cols(SERVED))
        .agg(
            min(struct(cols(SHOWN))).as(CHEAPEST),
            min(when(col(CellColumns.DEPLOYMENT).equalTo("colocated"), dollars)).as(COLOCATED))
        .selectExpr("*", CHEAPEST + ".*")
        .orderBy(cols(SERVED))
        .select(
            col(CellColumns.MODEL),
            col(CellColumns.WORKFLOW),
            col(CellColumns.CONTEXT),
            col(CellColumns.TARIFF),
            functions.expr(HARDWARE).as("hardware"),
            col(CellColumns.QUANTIZATION),
            decodeSplit().as("decode_split"),
            col(CellColumns.BATCH),
            format_number(col(CellColumns.TTFT_S), 2).as(CellColumns.TTFT_S.name()),
            format_number(col(CellColumns.TPOT_S).multiply(1000), 1).as("tpot_ms"),
            format_number(dollars.multiply(1000), 3).as("dollars_per_1k_requests"),
            format_number(col(CellColumns.DOLLARS_PER_MILLION_BLENDED_TOKENS), 2)
                .as("dollars_per_M_tokens"),
            col(CellColumns.DECODE_REGIME),
            format_number(functions.col(COLOCATED).divide(dollars), 2).as("colocated_x"),
            col(CellColumns.CELL));
  }

  /** How decode is laid out, without what it has one of. */
  private static Column decodeSplit() {
    return concat(
        lit("tp"),
        col(CellColumns.DECODE_TP),
        unless(1, CellColumns.DECODE_EP, " ep"),
        unless(1, CellColumns.DECODE_PP, " pp"),
        unless("none", CellColumns.SPECULATION, " "));
  }

  /** A column behind a word, or nothing where the column has the usual value. */
  private static Column unless(Object usual, CellColumn column, String word) {
    return when(col(column).equalTo(usual), "").otherwise(concat(lit(word), col(column)));
  }

  /** The SQL condition of cells that serve within the targets. */
  public static String within(LatencyTargets targets) {
    return "%s = '%s'".formatted(CellColumns.STATUS, Status.OK)
        + limit(CellColumns.TTFT_S, targets.ttftSeconds())
        + limit(CellColumns.TPOT_S, targets.tpotSeconds());
  }

  private static String limit(CellColumn column, double seconds) {
    return Double.isInfinite(seconds) ? "" : " AND " + column + " <= " + seconds + "D";
  }

  private static Column[] cols(List<CellColumn> columns) {
    return columns.stream().map(Summary::col).toArray(Column[]::new);
  }

  private static Column col(CellColumn column) {
    return functions.col(column.name());
  }
}
