package dev.ridgeline.catalog;

import static dev.ridgeline.schema.Column.day;
import static dev.ridgeline.schema.Column.real;
import static dev.ridgeline.schema.Column.text;

import dev.ridgeline.schema.Table;
import java.util.ArrayList;
import java.util.List;

/** The table {@code token_prices}: what sellers charge for the tokens of models. */
final class TokenPriceTable {

  /** The prices of one seller for one model. */
  record Row(String model, String seller, TokenPriceBook.TokenPrice price) {}

  static final CatalogTable<Row> TOKEN_PRICES =
      new CatalogTable<>(
          new Table<>(
              "token_prices",
              "One row for each seller of the tokens of a model.",
              List.of(
                  text("model", "Catalog id of the model.", Row::model),
                  text(
                      "seller",
                      "Seller of the tokens, or the name of a user's own list.",
                      Row::seller),
                  real(
                      "dollars_per_million_uncached_input_tokens",
                      "$",
                      "Price of a million input tokens that are not in the seller's cache.",
                      row -> row.price().dollarsPerMillionUncachedInputTokens()),
                  real(
                      "dollars_per_million_cached_input_tokens",
                      "$",
                      "Price of a million input tokens that are in the seller's cache; that of"
                          + " uncached ones where the seller states none.",
                      row -> row.price().dollarsPerMillionCachedInputTokens()),
                  real(
                      "dollars_per_million_output_tokens",
                      "$",
                      "Price of a million generated tokens.",
                      row -> row.price().dollarsPerMillionOutputTokens()),
                  day(
                          "as_of",
                          "Day on which the prices were valid.",
                          (Row row) -> row.price().asOf())
                      .nullWhere("no day is stated", row -> row.price().asOf() == null),
                  text("source", "Source of the prices.", row -> row.price().source()))),
          TokenPriceTable::rows);

  private TokenPriceTable() {}

  private static List<Row> rows(Catalogs catalogs) {
    List<Row> rows = new ArrayList<>();
    for (TokenPriceBook book : catalogs.tokenPrices().entries()) {
      book.sellers().forEach((seller, price) -> rows.add(new Row(book.id(), seller, price)));
    }
    return rows;
  }
}
