package dev.ridgeline.catalog;

import static dev.ridgeline.schema.Column.real;
import static dev.ridgeline.schema.Column.text;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The table {@code efficiencies}: one row for each kind of kernel and format. */
final class EfficiencyTable {

  /** One kind of kernel of one accelerator in one format, with its efficiency. */
  record Row(
      EfficiencyProfile profile, KernelKind kind, Precision format, KernelEfficiency kernel) {}

  static final CatalogTable<Row> EFFICIENCIES =
      new CatalogTable<>(
          new Table<>(
              "efficiencies",
              "One row for each kind of kernel and number format of an accelerator.",
              List.of(
                  text("accelerator", "Catalog id of the accelerator.", row -> row.profile().id()),
                  text(
                      "basis",
                      "Basis of the row: measured, class-default where it follows from other"
                          + " accelerators, or assumption.",
                      row -> EnumName.of(row.profile().evidence(row.kind(), row.format()).basis())),
                  text(
                      "engine",
                      "Catalog id of the engine whose kernels the numbers are of.",
                      row -> row.profile().engine()),
                  text(
                      "kernel",
                      "Kind of kernel, such as gemm or decode-attention.",
                      row -> EnumName.of(row.kind())),
                  text(
                      "format",
                      "Number format of the products, or of the KV cache for attention in decode.",
                      row -> EnumName.of(row.format())),
                  real(
                      "compute",
                      "",
                      "Share of the dense peak that long runs of the kernel reach.",
                      row -> row.kernel().compute()),
                  real(
                      "bandwidth",
                      "",
                      "Share of the memory bandwidth that long runs of the kernel reach.",
                      row -> row.kernel().bandwidth()),
                  real(
                      "overhead_s",
                      "s",
                      "Time of launching the kernel, before it does any work.",
                      row -> row.kernel().overheadSeconds()),
                  real(
                      "half_saturation_tokens",
                      "tokens",
                      "Context at which the kernel reaches half of its share of the peak; 0"
                          + " where the share is constant.",
                      row -> row.kernel().halfSaturationTokens()),
                  Sources.column(row -> row.profile().sources()))),
          EfficiencyTable::rows);

  private EfficiencyTable() {}

  private static List<Row> rows(Catalogs catalogs) {
    List<Row> rows = new ArrayList<>();
    for (EfficiencyProfile profile : catalogs.efficiencies().entries()) {
      for (KernelKind kind : KernelKind.values()) {
        new TreeMap<>(profile.kernels(kind))
            .forEach((format, kernel) -> rows.add(new Row(profile, kind, format, kernel)));
      }
    }
    return rows;
  }
}
