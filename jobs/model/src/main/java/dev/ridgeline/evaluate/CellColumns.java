package dev.ridgeline.evaluate;

import dev.ridgeline.schema.Table;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of cells: all of its columns in order, and constants for those that code refers to. A
 * new column is one entry in the list of its class, such as {@link ServingColumns}.
 */
public final class CellColumns {

  /** All columns in the order of the table. */
  public static final List<CellColumn> ALL =
      Stream.of(
              IdentityColumns.ALL,
              OutcomeColumns.ALL,
              RequestColumns.ALL,
              PrefillColumns.ALL,
              DecodeColumns.ALL,
              CapacityColumns.ALL,
              ServingColumns.ALL,
              UsageColumns.ALL,
              TaskColumns.ALL,
              CacheColumns.ALL,
              DollarColumns.ALL,
              ElasticityColumns.ALL,
              FleetColumns.ALL,
              SalesColumns.ALL,
              LoadColumns.ALL)
          .flatMap(List::stream)
          .toList();

  /** The table. */
  public static final Table<CellResult> TABLE =
      new Table<>(
          "cells",
          "One row for each cell of the grid of a sweep, whether or not it is feasible.",
          ALL.stream().map(CellColumn::column).toList());

  private static final Map<String, CellColumn> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(CellColumn::name, Function.identity()));

  // Columns that code refers to.

  public static final CellColumn CELL = named("cell");
  public static final CellColumn MODEL = named("model");
  public static final CellColumn QUANTIZATION = named("quantization");
  public static final CellColumn DEPLOYMENT = named("deployment");
  public static final CellColumn PREFILL = named("prefill");
  public static final CellColumn DECODE = named("decode");
  public static final CellColumn FFN = named("ffn");
  public static final CellColumn LINK = named("link");
  public static final CellColumn TIER = named("tier");
  public static final CellColumn WORKFLOW = named("workflow");
  public static final CellColumn CONTEXT = named("context");
  public static final CellColumn BATCH = named("batch");
  public static final CellColumn TARIFF = named("tariff");
  public static final CellColumn STATUS = named("status");
  public static final CellColumn STATUS_DETAIL = named("status_detail");
  public static final CellColumn TTFT_S = named("ttft_s");
  public static final CellColumn TPOT_S = named("tpot_s");
  public static final CellColumn DOLLARS_PER_REQUEST = named("dollars_per_request");
  public static final CellColumn PREFILL_PRICE_ELASTICITY = named("prefill_price_elasticity");
  public static final CellColumn DECODE_PRICE_ELASTICITY = named("decode_price_elasticity");
  public static final CellColumn FFN_PRICE_ELASTICITY = named("ffn_price_elasticity");

  private CellColumns() {}

  /**
   * Returns the column with a name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static CellColumn named(String name) {
    CellColumn column = BY_NAME.get(name);
    if (column == null) {
      throw new IllegalArgumentException("no column " + name);
    }
    return column;
  }
}
