package dev.ridgeline.catalog;

import static dev.ridgeline.schema.Column.real;
import static dev.ridgeline.schema.Column.text;
import static dev.ridgeline.schema.Column.whole;
import static java.util.Objects.requireNonNull;

import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table {@code engines}: one row for each class of accelerators of an engine. */
final class EngineTable {

  /** The defaults of an engine on one class of accelerators. */
  record Row(Engine engine, Engine.Budget budget) {}

  static final CatalogTable<Row> ENGINES =
      new CatalogTable<>(
          new Table<>(
              "engines",
              "One row for each class of accelerators of a serving engine.",
              List.of(
                  text("id", "Catalog id of the engine.", row -> row.engine().id()),
                  text("name", "Name of the engine.", row -> row.engine().name()),
                  text("as_of", "Day of the version.", row -> row.engine().asOf().toString()),
                  text(
                      "mixes_phases",
                      "yes where decodes ride along in the steps that carry prompt chunks, or no.",
                      row -> row.engine().mixesPhases() ? "yes" : "no"),
                  real(
                      "memory_from_bytes",
                      "B",
                      "Least memory of the class of accelerators.",
                      row -> row.budget().memoryFrom()),
                  whole(
                      "chunk_tokens",
                      "tokens",
                      "Most new tokens of a pass.",
                      row -> row.budget().chunkTokens()),
                  whole(
                      "sequences",
                      "",
                      "Most sequences that run at once, for which logits are reserved.",
                      row -> row.budget().sequences()),
                  real(
                      "memory_share",
                      "",
                      "Share of memory that the engine may take, before reserved_bytes.",
                      row -> row.budget().memoryShare()),
                  real(
                      "reserved_bytes",
                      "B",
                      "Memory taken off that share for the rest of the engine.",
                      row -> row.budget().reservedBytes()),
                  whole(
                      "page_tokens",
                      "tokens",
                      "Tokens of a page of the KV cache.",
                      row -> row.engine().state().pageTokens()),
                  fitted(
                      text(
                          "fit_measurements",
                          "Measured points that the times of its steps were fitted to.",
                          row -> fit(row).measurements())),
                  fitted(whole("fit_points", "", "Number of these points.", r -> fit(r).points())),
                  fitted(text("fit_day", "Day of the fit.", row -> fit(row).day().toString())),
                  real(
                          "fit_configuration_error",
                          "",
                          "Mean absolute error of TPOT on configurations that were left out.",
                          (Row row) -> requireNonNull(fit(row).configurationError()))
                      .nullWhere(
                          "none were left out",
                          row -> fitOf(row).map(StepFit::configurationError).isEmpty()),
                  real(
                          "fit_model_error",
                          "",
                          "Mean absolute error of TPOT on models that were left out.",
                          (Row row) -> requireNonNull(fit(row).modelError()))
                      .nullWhere(
                          "none were left out",
                          row -> fitOf(row).map(StepFit::modelError).isEmpty()),
                  Sources.column(row -> row.engine().sources()))),
          EngineTable::rows);

  private EngineTable() {}

  private static Optional<StepFit> fitOf(Row row) {
    return row.engine().step().fitted();
  }

  private static StepFit fit(Row row) {
    return fitOf(row).orElseThrow();
  }

  private static Column<Row> fitted(Column<Row> column) {
    return column.nullWhere("its steps were fitted to nothing", row -> fitOf(row).isEmpty());
  }

  private static List<Row> rows(Catalogs catalogs) {
    List<Row> rows = new ArrayList<>();
    for (Engine engine : catalogs.engines().entries()) {
      for (Engine.Budget budget : engine.budgets()) {
        rows.add(new Row(engine, budget));
      }
    }
    return rows;
  }
}
