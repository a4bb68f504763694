package dev.ridgeline.report;

import dev.ridgeline.output.Rows;
import java.util.List;
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

  /** Columns of the table of chosen cells. */
  List<String> WINNER_COLUMNS =
      List.of(
          "cell",
          "prefill",
          "decode",
          "prefill_precision",
          "decode_precision",
          "prefill_oi_flops_per_byte",
          "decode_oi_flops_per_byte",
          "prefill_ridge_flops_per_byte",
          "decode_ridge_flops_per_byte",
          "prefill_usable_bytes_per_accelerator",
          "usable_bytes_per_accelerator",
          "prefill_mfu",
          "decode_mfu",
          "prefill_mbu",
          "decode_mbu",
          "compute_share",
          "bandwidth_share",
          "link_share",
          "overhead_share",
          "waiting_share",
          "binding_resource",
          "dollars_per_request",
          "prefill_price_elasticity",
          "decode_price_elasticity",
          "ffn_price_elasticity");

  /** Names of the tables that are there. */
  Set<String> names();

  /** Names of the columns of a table that is there. */
  Set<String> columns(String table);

  /** The answer of a query over the tables, which has few rows. */
  Rows rows(String sql);
}
