package dev.ridgeline.catalog;

import static dev.ridgeline.schema.Column.real;
import static dev.ridgeline.schema.Column.text;
import static dev.ridgeline.schema.Column.whole;

import dev.ridgeline.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The table {@code drafters}: acceptance lengths by number of drafts. */
final class DrafterTable {

  /** One number of drafts of one drafter, with its acceptance length. */
  record Row(Drafter drafter, int drafts, double acceptedTokensPerStep) {}

  static final CatalogTable<Row> DRAFTERS =
      new CatalogTable<>(
          new Table<>(
              "drafters",
              "One row for each number of drafts of a drafter.",
              List.of(
                  text("id", "Catalog id of the drafter.", row -> row.drafter().id()),
                  text(
                      "model",
                      "Catalog id of the model that it drafts for.",
                      row -> row.drafter().model()),
                  text(
                      "method",
                      "Method of drafting, such as mtp or eagle3.",
                      row -> row.drafter().method()),
                  whole("drafts", "", "Tokens drafted for each sequence in one step.", Row::drafts),
                  real(
                      "accepted_tokens_per_step",
                      "",
                      "Mean tokens that a sequence gains in one step: accepted drafts and the"
                          + " model's own token.",
                      Row::acceptedTokensPerStep),
                  Sources.column(row -> row.drafter().sources()))),
          DrafterTable::rows);

  private DrafterTable() {}

  private static List<Row> rows(Catalogs catalogs) {
    List<Row> rows = new ArrayList<>();
    for (Drafter drafter : catalogs.drafters().entries()) {
      new TreeMap<>(drafter.acceptedTokensPerStep())
          .forEach((drafts, accepted) -> rows.add(new Row(drafter, drafts, accepted)));
    }
    return rows;
  }
}
