package dev.ridgeline.catalog;

import static dev.ridgeline.schema.Column.real;
import static dev.ridgeline.schema.Column.text;

import dev.ridgeline.schema.Table;
import java.util.List;

/** The table {@code links}. */
final class LinkTable {

  static final CatalogTable<Link> LINKS =
      CatalogTable.ofEntries(
          new Table<>(
              "links",
              "One row for each link between pools.",
              List.of(
                  text("id", "Catalog id of the link.", Link::id),
                  text("name", "Name of the link.", Link::name),
                  real(
                      "bytes_per_s",
                      "B/s",
                      "Bandwidth of the link for each accelerator, in one direction.",
                      Link::bytesPerSecond),
                  real(
                      "latency_s",
                      "s",
                      "Time that an empty message takes over the link.",
                      Link::latencySeconds),
                  real(
                      "joules_per_byte",
                      "J/B",
                      "Energy of sending one byte over the link.",
                      Link::joulesPerByte),
                  Sources.column(Link::sources))),
          Catalogs::links);

  private LinkTable() {}
}
