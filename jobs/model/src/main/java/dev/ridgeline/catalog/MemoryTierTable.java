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
                  text("id", "Id of the memory tier.", MemoryTier::id),
                  text("name", "Name of the memory tier.", MemoryTier::name),
                  real(
                      "bytes_per_accelerator",
                      "B",
                      "Memory provisioned for each accelerator.",
                      MemoryTier::bytesPerAccelerator),
                  real(
                      "bytes_per_s",
                      "B/s",
                      "Bandwidth to one accelerator in one direction.",
                      MemoryTier::bytesPerSecond),
                  real(
                      "dollars_per_gigabyte_hour",
                      "$/(GB h)",
                      "Price of provisioned memory.",
                      MemoryTier::dollarsPerGigabyteHour),
                  real(
                      "joules_per_byte",
                      "J/B",
                      "Energy of a byte to or from the tier.",
                      MemoryTier::joulesPerByte),
                  real(
                      "watts_per_gigabyte",
                      "W/GB",
                      "Power of provisioned memory, used or not.",
                      MemoryTier::wattsPerGigabyte),
                  Sources.column(MemoryTier::sources))),
          Catalogs::memoryTiers);

  private MemoryTierTable() {}
}
