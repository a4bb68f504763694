package dev.ridgeline.catalog;

import static dev.ridgeline.schema.Column.real;
import static dev.ridgeline.schema.Column.text;
import static dev.ridgeline.schema.Column.whole;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Table;
import java.util.List;
import java.util.stream.Stream;

/** The table {@code accelerators}. */
final class AcceleratorTable {

  private static final List<Column<Accelerator>> IDENTITY =
      List.of(
          text("id", "Id of the accelerator.", Accelerator::id),
          text("name", "Name of the accelerator.", Accelerator::name),
          text("vendor", "Vendor of the accelerator.", Accelerator::vendor),
          text(
              "status",
              "Market status: shipping, announced or hypothetical.",
              accelerator -> EnumName.of(accelerator.status())));

  private static final List<Column<Accelerator>> PEAKS =
      Stream.of(Precision.values()).map(AcceleratorTable::peak).toList();

  private static final List<Column<Accelerator>> MEMORY_AND_NETWORKS =
      List.of(
          text("memory_type", "Kind of main memory.", Accelerator::memoryType),
          real("memory_bytes", "B", "Size of main memory.", Accelerator::memoryBytes),
          real(
              "memory_bytes_per_s",
              "B/s",
              "Peak memory bandwidth.",
              Accelerator::memoryBytesPerSecond),
          real(
              "bf16_ridge_flops_per_byte",
              "FLOP/B",
              "Ridge point in bf16.",
              accelerator -> accelerator.ridgeFlopsPerByte(Precision.BF16)),
          real(
              "scale_up_bytes_per_s",
              "B/s",
              "Scale-up bandwidth in one direction.",
              accelerator -> accelerator.scaleUp().bytesPerSecond()),
          whole(
              "scale_up_accelerators",
              "",
              "Number of accelerators in a scale-up domain.",
              accelerator -> accelerator.scaleUp().domainAccelerators()),
          real(
              "scale_out_bytes_per_s",
              "B/s",
              "Scale-out bandwidth in one direction.",
              accelerator -> accelerator.scaleOut().bytesPerSecond()));

  private static final List<Column<Accelerator>> POWER =
      List.of(
          real("power_watts", "W", "Board power limit.", Accelerator::powerWatts),
          real(
              "idle_watts",
              "W",
              "Power of an accelerator that is on and idle.",
              accelerator -> accelerator.energy().idleWatts()),
          real(
              "host_watts",
              "W",
              "Power of the accelerator's share of its server.",
              accelerator -> accelerator.energy().hostWatts()),
          real(
              "joules_per_bf16_flop",
              "J/FLOP",
              "Energy of one FLOP in bf16.",
              accelerator -> accelerator.energy().joulesPerFlop()),
          real(
              "joules_per_memory_byte",
              "J/B",
              "Energy of a byte between memory and chip.",
              accelerator -> accelerator.energy().joulesPerMemoryByte()),
          real(
              "joules_per_link_byte",
              "J/B",
              "Energy of a byte sent to another accelerator.",
              accelerator -> accelerator.energy().joulesPerLinkByte()),
          Sources.column(Accelerator::sources));

  static final CatalogTable<Accelerator> ACCELERATORS =
      CatalogTable.ofEntries(
          new Table<>(
              "accelerators",
              "One row for each accelerator.",
              Stream.of(IDENTITY, PEAKS, MEMORY_AND_NETWORKS, POWER)
                  .flatMap(List::stream)
                  .toList()),
          Catalogs::accelerators);

  private AcceleratorTable() {}

  private static Column<Accelerator> peak(Precision precision) {
    return Column.<Accelerator>real(
            EnumName.of(precision) + "_flops_per_s",
            "FLOP/s",
            "Dense peak in this format.",
            accelerator -> accelerator.peakFlopsPerSecond().get(precision))
        .nullWhere(
            "the chip has no such units",
            accelerator -> !accelerator.peakFlopsPerSecond().containsKey(precision));
  }
}
