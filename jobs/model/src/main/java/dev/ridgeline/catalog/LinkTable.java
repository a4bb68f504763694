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
                  text("id", "Id of the link.", Link::id),
                  text("name", "Name of the link.", Link::name),
                  real(
                      "bytes_per_s",
                      "B/s",
                      "Bandwidth of one accelerator in one direction.",
                      Link::bytesPerSecond),
                  real(
                      "latency_s",
                      "s",
                      "Time from the first byte sent to the first byte received.",
                      Link::latencySeconds),
                  real(
                      "joules_per_byte",
                      "J/B",
                      "Energy of a byte that crosses the link.",
                      Link::joulesPerByte),
                  Sources.column(Link::sources))),
          Catalogs::links);

  private LinkTable() {}
}
