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
                  text("id", "Link.", Link::id),
                  text("name", "Name.", Link::name),
                  real(
                      "bytes_per_s",
                      "B/s",
                      "Of one accelerator, one direction.",
                      Link::bytesPerSecond),
                  real("latency_s", "s", "Latency.", Link::latencySeconds),
                  real("joules_per_byte", "J/B", "Energy of a byte.", Link::joulesPerByte),
                  Sources.column(Link::sources))),
          Catalogs::links);

  private LinkTable() {}
}
