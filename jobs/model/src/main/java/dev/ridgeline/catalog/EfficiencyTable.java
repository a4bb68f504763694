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
              "One row for each kind of kernel and format of an accelerator.",
              List.of(
                  text("accelerator", "Id of the accelerator.", row -> row.profile().id()),
                  text(
                      "basis",
                      "Origin of the numbers: measured or class-default.",
                      row -> EnumName.of(row.profile().basis())),
                  text("kernel", "Kind of kernel.", row -> EnumName.of(row.kind())),
                  text(
                      "format",
                      "Precision of a product, or format of the KV cache.",
                      row -> EnumName.of(row.format())),
                  real(
                      "compute",
                      "",
                      "Share of the dense peak that long runs reach.",
                      row -> row.kernel().compute()),
                  real(
                      "bandwidth",
                      "",
                      "Share of the memory bandwidth that long runs reach.",
                      row -> row.kernel().bandwidth()),
                  real(
                      "overhead_s",
                      "s",
                      "Time of a launch that does no work.",
                      row -> row.kernel().overheadSeconds()),
                  real(
                      "half_saturation_tokens",
                      "tokens",
                      "Context at which half the compute share is reached; 0 where it does not depend on the context.",
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
