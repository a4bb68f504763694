package dev.ridgeline.answer;

import static org.apache.spark.sql.functions.format_number;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.ridgeline.choice.MixSql;
import dev.ridgeline.choice.TargetColumns;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The short answer of a run: the cheapest cell for each model, workflow, context and tariff. */
public final class Summary {

  /** Columns whose values make what is to be served. */
  private static final List<CellColumn> SERVED =
      List.of(CellColumns.CONTEXT, CellColumns.TARIFF, CellColumns.MODEL, CellColumns.WORKFLOW);

  /** Columns that decide which cell is the cheapest, and then those that are shown of it. */
  private static final List<CellColumn> SHOWN =
      List.of(
          CellColumns.DOLLARS_PER_REQUEST,
          CellColumns.CELL,
          CellColumns.PREFILL,
          CellColumns.DECODE,
          CellColumns.FFN,
          CellColumns.LINK,
          CellColumns.BATCH,
          CellColumns.TTFT_S,
          CellColumns.TPOT_S);

  /** SQL expression for the accelerators of a cell by pool. */
  public static final String HARDWARE = MixSql.HARDWARE;

  /** Columns of {@link #cheapest} whose values are in the headings of its sections. */
  public static final List<String> SECTIONS =
      List.of(CellColumns.CONTEXT.name(), CellColumns.TARIFF.name());

  /** Columns of {@link #cheapest} that a narrow screen may leave out, the last one first. */
  public static final List<String> OPTIONAL = List.of("colocated_x", CellColumns.BATCH.name());

  private static final String CHEAPEST = "cheapest";
  private static final String COLOCATED = "colocated";

  private Summary() {}

  /**
   * The cheapest cell for each model, workflow, context and tariff, beside the best colocated one.
   * Only cells within the targets count. The lowest cell number decides between equal prices. KV
   * policy and fleet do not change the price of a request, so those axes only repeat it.
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
            col(CellColumns.CONTEXT),
            col(CellColumns.TARIFF),
            col(CellColumns.MODEL),
            col(CellColumns.WORKFLOW),
            functions.expr(HARDWARE).as("hardware"),
            col(CellColumns.BATCH),
            format_number(col(CellColumns.TTFT_S), 2).as(CellColumns.TTFT_S.name()),
            format_number(col(CellColumns.TPOT_S).multiply(1000), 1).as("tpot_ms"),
            format_number(dollars.multiply(1000), 3).as("dollars_per_1k"),
            format_number(functions.col(COLOCATED).divide(dollars), 2).as("colocated_x"),
            col(CellColumns.CELL));
  }

  /** SQL condition of the cells that are OK and within the targets. */
  public static String within(LatencyTargets targets) {
    return "%s = '%s'".formatted(CellColumns.STATUS, Status.OK) + TargetColumns.within(targets);
  }

  private static Column[] cols(List<CellColumn> columns) {
    return columns.stream().map(Summary::col).toArray(Column[]::new);
  }

  private static Column col(CellColumn column) {
    return functions.col(column.name());
  }
}
