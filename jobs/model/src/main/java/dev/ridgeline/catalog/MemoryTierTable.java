package dev.ridgeline.catalog;

import static dev.ridgeline.schema.Column.real;
import static dev.ridgeline.schema.Column.text;

import dev.ridgeline.schema.Table;
import java.util.List;

/** The table {@code memory_tiers}. */
final class MemoryTierTable {

  static final CatalogTable<MemoryTier> MEMORY_TIERS =
      CatalogTable.ofEntries(
          new Table<>(
              "memory_tiers",
              "One row for each memory tier.",
              List.of(
                  text("id", "Catalog id of the memory tier.", MemoryTier::id),
                  text("name", "Name of the memory tier.", MemoryTier::name),
                  real(
                      "bytes_per_accelerator",
                      "B",
                      "Capacity of the tier that is provisioned for each accelerator.",
                      MemoryTier::bytesPerAccelerator),
                  real(
                      "bytes_per_s",
                      "B/s",
                      "Bandwidth between the tier and one accelerator.",
                      MemoryTier::bytesPerSecond),
                  real(
                      "dollars_per_gigabyte_hour",
                      "$/(GB h)",
                      "Price of an hour of one provisioned gigabyte, used or not.",
                      MemoryTier::dollarsPerGigabyteHour),
                  real(
                      "joules_per_byte",
                      "J/B",
                      "Energy of moving one byte to or from the tier.",
                      MemoryTier::joulesPerByte),
                  real(
                      "watts_per_gigabyte",
                      "W/GB",
                      "Power of one provisioned gigabyte, used or not.",
                      MemoryTier::wattsPerGigabyte),
                  text(
                      "shared",
                      "Whether other pools of a deployment read the tier, too: true or false.",
                      tier -> Boolean.toString(tier.shared())),
                  Sources.column(MemoryTier::sources))),
          Catalogs::memoryTiers);

  private MemoryTierTable() {}
}
